import Evaluation
import Foundation
import Testing

@Suite("Character n-grams")
struct CharacterNgramsTests {
    @Test func distinctWorkedByHand() {
        // ba an na an na: three of five differ.
        #expect(CharacterNgrams.distinct(order: 2, of: ["banana"]) == 0.6)
        // No n-gram spans two texts: an, na, na.
        #expect(CharacterNgrams.distinct(order: 2, of: ["an", "na", "", "a", "na"]) == 2.0 / 3)
        #expect(CharacterNgrams.distinct(of: ["aaaaa"]) == 0.5)
        #expect(CharacterNgrams.distinct(of: ["🤺漢é!"]) == 1)
    }

    @Test func distinctHasNoFigureForShortTexts() {
        #expect(CharacterNgrams.distinct(of: []) == nil)
        #expect(CharacterNgrams.distinct(of: ["", "abc"]) == nil)
    }

    @Test func divergenceWorkedByHand() throws {
        // P = (2/3, 1/3), Q = (1/3, 2/3), m = (1/2, 1/2):
        // JS = 2/3 · log₂(4/3) + 1/3 · log₂(2/3) = 0.0817042
        let value = try #require(
            CharacterNgrams.jensenShannonDivergence(order: 1, between: ["aab"], and: ["b", "ab"]))
        #expect(abs(value - 0.0817042) < 1e-7)
    }

    @Test func divergenceIsZeroForEqualAndOneForDisjointTexts() {
        let texts = ["The fencer lunges.", "The other parries."]
        let twice = texts + texts.reversed()
        let none = ["ripostes", "漢字漢字"]
        for order in [1, 4, 6] {
            #expect(
                CharacterNgrams.jensenShannonDivergence(order: order, between: texts, and: twice)
                    == 0)
        }
        #expect(CharacterNgrams.jensenShannonDivergence(between: texts, and: none) == 1)
    }

    @Test func divergenceHasNoFigureWhereASideHasNoNgram() {
        #expect(CharacterNgrams.jensenShannonDivergence(between: [], and: ["abcd"]) == nil)
        #expect(CharacterNgrams.jensenShannonDivergence(between: ["abcd"], and: ["abc"]) == nil)
    }

    @Test(arguments: [1, 2, 4, 6])
    func agreesWithDictionaries(order: Int) throws {
        var source = PseudoText(seed: UInt64(order))
        let first = source.texts(60, longest: 40, of: "aaab é")
        let second = source.texts(30, longest: 60, of: "aabbé🤺")
        let (plainFirst, plainSecond) = (frequencies(order, first), frequencies(order, second))
        var expected = 0.0
        for gram in Set(plainFirst.keys).union(plainSecond.keys) {
            let (p, q) = (plainFirst[gram, default: 0], plainSecond[gram, default: 0])
            for share in [p, q] where share > 0 {
                expected += share / 2 * log2(share / ((p + q) / 2))
            }
        }
        let value = try #require(
            CharacterNgrams.jensenShannonDivergence(order: order, between: first, and: second))
        let mirrored = try #require(
            CharacterNgrams.jensenShannonDivergence(order: order, between: second, and: first))
        #expect(abs(value - expected) < 1e-9)
        #expect(abs(value - mirrored) < 1e-12)

        let all = first.reduce(0) { $0 + max(0, $1.unicodeScalars.count + 1 - order) }
        let distinct = try #require(CharacterNgrams.distinct(order: order, of: first))
        #expect(abs(distinct - Double(plainFirst.count) / Double(all)) < 1e-12)
    }

    private func frequencies(_ order: Int, _ texts: [String]) -> [[Unicode.Scalar]: Double] {
        var counts: [[Unicode.Scalar]: Double] = [:]
        for text in texts {
            let scalars = Array(text.unicodeScalars)
            for start in scalars.indices where start + order <= scalars.count {
                counts[Array(scalars[start..<start + order]), default: 0] += 1
            }
        }
        let total = counts.values.reduce(0, +)
        return counts.mapValues { $0 / total }
    }
}
