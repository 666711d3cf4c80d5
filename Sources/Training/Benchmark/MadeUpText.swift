import Checkpoints
import Foundation
import Models
import Tensors
import Texts

/// Text that nobody wrote, for measuring.
enum MadeUpText {
    /// A corpus of made-up words, as many topics as `model` has (eight without one).
    static func corpus(like model: LoadedModel?) throws -> Corpus {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("riposte-bench-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let random = RandomSource(seed: 3)
        let letters = Array("etaoinshrdlucmfwypvbgkjqxzETAOINSHRDLU.,?!'\"-")
        let topics = model?.topics.count ?? 8
        let files = max(1, topics)
        for file in 0..<files {
            let source = random.child("topic", file)
            var text = ""
            for index in 0..<max(2_000, 320_000 / files) {
                if index % 50 == 49 {
                    text += index % 500 == 499 ? "\n\n" : "\n"
                } else if index % 6 == 5 {
                    text += " "
                } else {
                    text.append(letters[source.below(letters.count, index)])
                }
            }
            try text.write(
                to: folder.appendingPathComponent("topic-\(file).txt"), atomically: true,
                encoding: .utf8)
        }
        return try Corpus.open(
            [folder.path], options: CorpusOptions(topics: topics == 0 ? .none : .files),
            alphabet: model?.alphabet)
    }

    /// Continuations of any symbols but the marks, without context: what the plain networks read. Every
    /// shard of every update reads the same ones.
    struct Batches: BatchSource {
        private let made: Batch

        init(_ configuration: ModelConfiguration, size: Int) {
            let random = RandomSource(seed: 4)
            let first = Int(Alphabet.end) + 1
            let texts = (0..<size).map { passage in
                let source = random.child("text", passage)
                return (0..<configuration.shape.continuationCharacters).map { step in
                    Symbol(first + source.below(configuration.symbols - first, step))
                }
            }
            let topics = (0..<size).map { passage in
                configuration.topics > 0 ? passage % configuration.topics : nil
            }
            made = Batch(
                contexts: texts.map { _ in [] }, continuations: texts,
                topics: Mismatch.topicVectors(topics, count: configuration.topics),
                steps: configuration.shape.continuationCharacters)
        }

        func shards(of size: Int, _ range: Range<Int>, _ random: RandomSource) -> [BatchShard] {
            precondition(size == made.size, "shards of \(made.size) passages")
            return [BatchShard](
                repeating: BatchShard(passages: [], batch: made), count: range.count / size)
        }
    }
}
