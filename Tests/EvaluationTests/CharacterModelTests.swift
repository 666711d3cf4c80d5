import Evaluation
import Foundation
import Testing

@Suite("The character n-gram model")
struct CharacterModelTests {
    // Order 2, trained on "aab", worked by hand; ^ is the start mark, x any unseen character.
    //
    //     V = 2                         p(·) = 1/3 below the empty context
    //     c(a) = 2, c(b) = 1, T = 2     p(a)    = (2 + 2 · 1/3) / 5 = 8/15
    //                                   p(b)    = (1 + 2 · 1/3) / 5 = 5/15
    //                                   p(x)    = (0 + 2 · 1/3) / 5 = 2/15
    //     c(^a) = 1, T(^) = 1           p(a|^)  = (1 + 1 · 8/15) / 2 = 23/30
    //     c(aa) = c(ab) = 1, T(a) = 2   p(a|a)  = (1 + 2 · 8/15) / 4 = 31/60
    //                                   p(b|a)  = (1 + 2 · 5/15) / 4 = 25/60
    //                                   p(x|a)  = (0 + 2 · 2/15) / 4 =  4/60
    @Test func probabilitiesWorkedByHand() {
        let model = CharacterModel(order: 2, trainedOn: ["aab"])
        #expect(model.alphabetSize == 2)
        #expect(model.trainingCharacters == 3)
        #expect(close(model.probability(of: "a", after: ""), 23.0 / 30))
        #expect(close(model.probability(of: "a", after: "a"), 31.0 / 60))
        #expect(close(model.probability(of: "b", after: "a"), 25.0 / 60))
        #expect(close(model.probability(of: "x", after: "a"), 4.0 / 60))
        #expect(close(model.probability(of: nil, after: "a"), 4.0 / 60))
        // Nothing ever followed b, nor the unseen x: the empty context answers.
        #expect(close(model.probability(of: "a", after: "ab"), 8.0 / 15))
        #expect(close(model.probability(of: "b", after: "x"), 5.0 / 15))
    }

    @Test func bitsWorkedByHand() throws {
        let model = CharacterModel(order: 2, trainedOn: ["aab"])
        // p(a|^) · p(b|a) of "ab" and p(x|^) = (0 + 1 · 2/15) / 2 of "x": three characters.
        let expected = -(log2(23.0 / 30) + log2(25.0 / 60) + log2(1.0 / 15)) / 3
        #expect(close(try #require(model.bitsPerCharacter(of: ["ab", "x"])), expected))
    }

    @Test(arguments: 1...6)
    func agreesWithThePlainRecursion(order: Int) throws {
        var source = PseudoText(seed: UInt64(order))
        let training = source.texts(40, longest: 30, of: "aaabbc é🤺")
        let texts = source.texts(20, longest: 30, of: "aabbc é🤺漢")
        let model = CharacterModel(order: order, trainedOn: training)
        let plain = PlainModel(order: order, texts: training)
        let bits = try #require(model.bitsPerCharacter(of: texts))
        #expect(close(bits, plain.bitsPerCharacter(of: texts)))
    }

    @Test func probabilitiesSumToOne() {
        var source = PseudoText(seed: 7)
        let alphabet = "abcdé漢"
        let model = CharacterModel(trainedOn: source.texts(50, longest: 40, of: alphabet))
        let contexts = ["", "a", "ab", "漢漢", "zz", "abzcd"]
        for context in contexts + source.texts(50, longest: 12, of: alphabet) {
            let scalars = alphabet.unicodeScalars.map(Optional.some) + [nil]
            let sum = scalars.reduce(0) { $0 + model.probability(of: $1, after: context) }
            #expect(close(sum, 1))
        }
    }

    @Test func textsAreSequencesForThemselves() {
        // "ba" spans two texts only, so b is never a context of a.
        let apart = CharacterModel(order: 2, trainedOn: ["ab", "ab"])
        let together = CharacterModel(order: 2, trainedOn: ["abab"])
        #expect(
            apart.probability(of: "a", after: "ab") < together.probability(of: "a", after: "ab"))
        // How a text opens is learnt: half of all characters are b, but none comes first.
        #expect(apart.probability(of: "a", after: "") > 0.8)
    }

    @Test func learnsWhatItReads() throws {
        let model = CharacterModel(trainedOn: [String(repeating: "riposte ", count: 500)])
        let same = try #require(
            model.bitsPerCharacter(of: [String(repeating: "riposte ", count: 50)]))
        let other = try #require(model.bitsPerCharacter(of: ["etsopir etsopir"]))
        #expect(same < 0.05)
        #expect(other > 5)
    }

    @Test func nothingToScoreHasNoFigure() {
        let model = CharacterModel(trainedOn: ["a"])
        #expect(model.bitsPerCharacter(of: []) == nil)
        #expect(model.bitsPerCharacter(of: ["", ""]) == nil)
        #expect(CharacterModel(trainedOn: []).bitsPerCharacter(of: ["a"]) == nil)
        #expect(CharacterModel(trainedOn: [""]).bitsPerCharacter(of: ["a"]) == nil)
        // One character in training: p(x) = (0 + 1 · 1/2) / 2, p(x|^) = (0 + 1 · 1/4) / 2.
        #expect(model.bitsPerCharacter(of: ["x"]) == 3)
    }
}

/// The recursion of ``CharacterModel``, word for word, over dictionaries.
private struct PlainModel {
    let order: Int
    /// Context → character → times.
    var followers: [[UInt32]: [UInt32: Double]] = [:]

    init(order: Int, texts: [String]) {
        self.order = order
        for text in texts {
            let marked = [UInt32.max] + text.unicodeScalars.map(\.value)
            for place in marked.indices.dropFirst() {
                for length in 0..<order where length <= place {
                    let context = Array(marked[place - length..<place])
                    followers[context, default: [:]][marked[place], default: 0] += 1
                }
            }
        }
    }

    func probability(of character: UInt32, after context: [UInt32]) -> Double {
        let shorter =
            context.isEmpty
            ? 1 / Double((followers[[]]?.count ?? 0) + 1)
            : probability(of: character, after: Array(context.dropFirst()))
        guard let counts = followers[context] else { return shorter }
        let different = Double(counts.count)
        let total = counts.values.reduce(0, +)
        return (counts[character, default: 0] + different * shorter) / (total + different)
    }

    func bitsPerCharacter(of texts: [String]) -> Double {
        var bits: [Double] = []
        for text in texts {
            let marked = [UInt32.max] + text.unicodeScalars.map(\.value)
            for place in marked.indices.dropFirst() {
                let context = Array(marked[max(0, place - order + 1)..<place])
                bits.append(-log2(probability(of: marked[place], after: context)))
            }
        }
        return bits.reduce(0, +) / Double(bits.count)
    }
}

private func close(_ value: Double, _ expected: Double) -> Bool { abs(value - expected) < 1e-9 }
