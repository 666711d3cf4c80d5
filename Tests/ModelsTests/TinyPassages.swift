import Models
import Texts

/// A few letters as passages: without context and with, short and long, one that breaks off and one
/// that ends with the end mark. `PASSAGES` in make_golden.py says the same.
enum TinyPassages {
    private static let texts: [(context: String, continuation: String)] = [
        ("", "abcab\n"), ("abcab\n", "def\n"), ("abcab\ndef\n", "gh\n"), ("def\ngh\n", "abcdea"),
        ("kkk\n", "f\n"),
    ]
    /// 270 symbols.
    private static let alphabet = Alphabet(scalars: Array("\nabcdefghijk".unicodeScalars))

    /// The passages' indices.
    static let indices = Array(texts.indices)

    /// The passages `indices` side by side, under topic vectors [indices, topics].
    static func batch(
        of indices: [Int] = indices, topics: [Float], steps: Int? = nil, stepMultiple: Int = 1
    ) -> Batch {
        Batch(
            contexts: indices.map { alphabet.encode(texts[$0].context) },
            continuations: indices.map { index in
                let symbols = alphabet.encode(texts[index].continuation)
                return index == texts.indices.last ? symbols + [Alphabet.end] : symbols
            }, topics: topics, steps: steps, stepMultiple: stepMultiple)
    }
}
