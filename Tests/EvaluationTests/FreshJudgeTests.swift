import Evaluation
import Foundation
import Tensors
import Testing

@Suite("The fresh judge")
struct FreshJudgeTests {
    private let pool = WorkerPool(count: 1)
    private let random = RandomSource(seed: 1)

    private func pairs(_ count: Int, _ make: (Int, inout PseudoText) -> (String, String))
        -> [FreshJudge.Pair]
    {
        var source = PseudoText(seed: 9)
        return (0..<count).map { index in
            let (real, sampled) = make(index, &source)
            return FreshJudge.Pair(real: real, sampled: sampled, group: index / 2)
        }
    }

    @Test func textOfOneKindIsNotToldApart() throws {
        let same = pairs(400) { _, source in
            (source.text(60, of: "abcdefgh "), source.text(60, of: "abcdefgh "))
        }
        let accuracy = try #require(FreshJudge.accuracy(on: same, pool: pool, random))
        // Three standard errors of 400 pairs.
        #expect(abs(accuracy - 0.5) < 0.075)
    }

    @Test func anotherKindIs() throws {
        let different = pairs(400) { _, source in
            (source.text(60, of: "abcdefgh "), source.text(60, of: "abcdefg  "))
        }
        #expect(try #require(FreshJudge.accuracy(on: different, pool: pool, random)) > 0.9)
        let equal = different.map {
            FreshJudge.Pair(real: $0.real, sampled: $0.real, group: $0.group)
        }
        #expect(FreshJudge.accuracy(on: equal, pool: pool, random) == 0.5)
    }

    /// A document's pairs are all in one part, so no judge has seen the document that it judges.
    @Test func documentsDoNotLeak() {
        let groups = (0..<300).map { $0 * 7 % 100 }
        let folds = Folds(of: groups, random)
        var parts = [Set<Int>](repeating: [], count: Folds.count)
        for fold in 0..<Folds.count {
            let members = folds.members(of: fold)
            #expect(members.count == 60)
            #expect(Set(members + folds.without(fold)).count == 300)
            parts[fold] = Set(members.map { groups[$0] })
            #expect(parts[fold].count == 20)
        }
        #expect(parts.reduce(Set()) { $0.union($1) }.count == 100)
        // Too few documents for parts: every pair is its own.
        let few = Folds(of: groups.map { $0 % 3 }, random)
        #expect((0..<Folds.count).allSatisfy { few.members(of: $0).count == 60 })
    }

    @Test func theSameEachTimeAndWithAnyNumberOfWorkers() throws {
        let pairs = pairs(60) { _, source in
            (source.text(40, of: "abcdef "), source.text(40, of: "abcde  "))
        }
        let one = FreshJudge.accuracy(on: pairs, pool: pool, random)
        let workers = WorkerPool(count: 3)
        defer { workers.close() }
        #expect(FreshJudge.accuracy(on: pairs, pool: workers, random) == one)
    }

    @Test func tooFewPairsSayNothing() {
        let few = pairs(9) { _, source in (source.text(9, of: "ab"), source.text(9, of: "cd")) }
        #expect(FreshJudge.accuracy(on: few, pool: pool, random) == nil)
    }
}

@Suite("What is recovered of codes")
struct CodeRecoveryTests {
    private func recovery(_ alphabets: [String]) -> CodeRecovery? {
        var source = PseudoText(seed: 4)
        let examples = (0..<400).map { index in
            let category = source.number(below: 4)
            return CodeRecovery.Example(
                text: source.text(50, of: alphabets[category % alphabets.count]),
                category: category, group: index)
        }
        return CodeRecovery(
            of: examples, categories: 4, temperature: 0.8, pool: WorkerPool(count: 1),
            RandomSource(seed: 2))
    }

    @Test func codesThatTextsTell() throws {
        let all = try #require(recovery(["abcd", "efgh", "ijkl", "mnop"]))
        #expect(all.entropy == 2 && all.texts == 400)
        #expect(all.share > 0.95 && all.bits <= all.entropy)
        #expect(all.accuracy == 1)
        #expect(
            all.matrix.enumerated().allSatisfy { row, counts in counts.reduce(0, +) == counts[row] }
        )
    }

    /// Two alphabets for four categories: one bit of two.
    @Test func halfOfThem() throws {
        let half = try #require(recovery(["abcd", "efgh"]))
        // A lower bound.
        #expect((0.3...0.52).contains(half.share), "\(half.share)")
        #expect(abs(half.accuracy - 0.5) < 0.1)
    }

    @Test func codesThatTextsDoNotTell() throws {
        let none = try #require(recovery(["abcdef"]))
        #expect(none.share < 0.03)
    }
}
