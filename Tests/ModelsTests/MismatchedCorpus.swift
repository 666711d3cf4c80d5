import Foundation
import Texts

/// Passages of three topics, of which each line tells its topic and its scene.
enum MismatchedCorpus {
    /// The first `count` training passages.
    static func passages(_ count: Int) throws -> [Passage] {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("riposte-mismatch-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for topic in ["sea", "land", "air"] {
            let scene = (0..<6).map { "A line of the \(topic), number \($0).\n" }.joined()
            let text = (0..<20).map { "\(scene)And one of scene \($0).\n" }.joined(separator: "\n")
            try text.write(
                to: folder.appendingPathComponent("\(topic).txt"), atomically: true, encoding: .utf8
            )
        }
        let corpus = try Corpus.open(
            [folder.path], options: CorpusOptions(layout: .lines, documents: .blankLines))
        let source = PassageSource(
            corpus, corpus.training,
            shape: PassageShape(contextCharacters: 60, continuationCharacters: 20), seed: 4)
        return try (0..<count).map { try source.passage(at: $0) }
    }
}
