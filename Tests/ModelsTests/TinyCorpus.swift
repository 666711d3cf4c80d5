import Foundation
import Texts

/// A few letters, cut into passages: without context and with, short and long, one that is cut
/// inside a unit and one that ends with the end mark.
enum TinyCorpus {
    private static let text = "abcab\ndef\ngh\nabcdeabcd\nkkk\nf\n"
    private static let shape = PassageShape(
        contextUnits: 2, contextCharacters: 12, continuationCharacters: 6)

    /// 270 symbols.
    static let alphabet = Alphabet(scalars: Array("\nabcdefghijk".unicodeScalars))

    /// The passages of ``Golden/names``; `PASSAGES` in make_golden.py says the same.
    static func passages() throws -> [Passage] {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("riposte-tiny-\(UUID().uuidString).txt")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let corpus = try Corpus.open(
            [file.path],
            options: CorpusOptions(
                layout: .lines, documents: .files, topics: .none, heldOutShare: 0),
            alphabet: alphabet)
        let tiles = Array(PassageSource(corpus, corpus.all, shape: shape, seed: 0).tiles())
        return Array(tiles.prefix(4)) + tiles.suffix(1)
    }
}
