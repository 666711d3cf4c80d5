import Evaluation
import Testing
import Texts

@Suite("What a sample copies")
struct VerbatimIndexTests {
    @Test func runsOfTwentyFourCount() {
        let index = VerbatimIndex(of: ["abcdefghijklmnopqrstuvwxyz", "0123456789"])
        #expect(index.length == 24)
        #expect(index.copiedRanges(in: "abcdefghijklmnopqrstuvwx") == [0..<24])
        #expect(index.copiedRanges(in: "abcdefghijklmnopqrstuvw") == [])
        // 24 copied characters of 30.
        #expect(index.novelty(of: ["!!!cdefghijklmnopqrstuvwxyz!!!"]) == 0.8)
        // 25 copied, 25 not.
        #expect(
            index.novelty(of: ["bcdefghijklmnopqrstuvwxyz", "zyxwvutsrqponmlkjihgfedcb"]) == 0.5)
    }

    @Test func noRunSpansTwoTrainingTexts() {
        let index = VerbatimIndex(of: ["parry", "lunge"], length: 4)
        #expect(index.copiedRanges(in: "parrylunge") == [0..<10])
        #expect(index.copiedRanges(in: "rrylun") == [])
    }

    @Test func runsThatOverlapOrTouchAreOneRange() {
        let index = VerbatimIndex(of: ["abcd", "cdef", "wxyz"], length: 4)
        #expect(index.copiedRanges(in: "-abcdef-wxyzabcd") == [1..<7, 8..<16])
    }

    @Test func emptyTexts() {
        let empty = VerbatimIndex(of: [])
        #expect(empty.novelty(of: []) == nil)
        #expect(empty.novelty(of: [""]) == nil)
        #expect(empty.novelty(of: [String(repeating: "a", count: 30)]) == 0)
        let short = VerbatimIndex(of: ["", "too short"])
        #expect(short.novelty(of: ["too short"]) == 0)
    }

    /// The Thue-Morse word of 2¹¹ letters and its complement have the same polynomial hash modulo
    /// 2⁶⁴ for every odd base: only the comparison tells them apart.
    @Test func equalHashesAreToldApart() {
        let bits = (0..<2048).map { $0.nonzeroBitCount % 2 == 0 }
        let word = String(bits.map { $0 ? "a" : "b" } as [Character])
        let complement = String(bits.map { $0 ? "b" : "a" } as [Character])
        let index = VerbatimIndex(of: [word], length: 2048)
        #expect(index.novelty(of: [word]) == 1)
        #expect(index.novelty(of: [complement]) == 0)
    }

    @Test(arguments: [1, 3, 6])
    func agreesWithSearchingEverywhere(length: Int) {
        var source = PseudoText(seed: UInt64(length))
        let training = source.texts(40, longest: 40, of: "abc漢🤺")
        let samples = source.texts(200, longest: 30, of: "abc漢🤺d")
        let index = VerbatimIndex(of: training, length: length)
        let sources = training.map { Array($0.unicodeScalars) }
        var copied = 0
        for sample in samples {
            let scalars = Array(sample.unicodeScalars)
            var isCopied = scalars.map { _ in false }
            for start in scalars.indices where start + length <= scalars.count {
                let window = scalars[start..<start + length]
                if sources.contains(where: { stands(window, in: $0) }) {
                    for place in window.indices { isCopied[place] = true }
                }
            }
            var places = Set<Int>()
            for range in index.copiedRanges(in: sample) { places.formUnion(range) }
            #expect(places == Set(isCopied.indices.filter { isCopied[$0] }))
            copied += places.count
        }
        #expect(copied > 0)
        #expect(
            index.novelty(of: samples) == Double(copied)
                / Double(CharacterBudget.count(of: samples)))
    }

    private func stands(_ window: ArraySlice<Unicode.Scalar>, in text: [Unicode.Scalar]) -> Bool {
        text.indices.contains { start in
            start + window.count <= text.count
                && text[start..<start + window.count].elementsEqual(window)
        }
    }
}
