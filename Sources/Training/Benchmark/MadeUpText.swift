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

    /// A file of `bytes` made-up ASCII characters in lines and paragraphs, for the time of `body`; it is
    /// one text of a megabyte, repeated, each time with another beginning.
    static func withFile<Result>(bytes: Int, _ body: (_ path: String) throws -> Result) throws
        -> Result
    {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("riposte-bench-\(UUID().uuidString).txt").path
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forWritingAtPath: path)
        else { throw CocoaError(.fileWriteUnknown) }
        defer { try? FileManager.default.removeItem(atPath: path) }
        let random = RandomSource(seed: 5)
        let letters = Array("etaoinshrdlucmfwypvbgkjqxz".utf8)
        let megabyte = Data(
            (0..<1_000_000).map { index -> UInt8 in
                switch index % 600 {
                case 598, 599: UInt8(ascii: "\n")
                case let place where place % 60 == 59: UInt8(ascii: "\n")
                case let place where place % 6 == 5: UInt8(ascii: " ")
                default: letters[random.below(letters.count, index)]
                }
            })
        var left = bytes
        while left > 0 {
            let beginning = Data("\(left)\n".utf8)
            try file.write(contentsOf: (beginning + megabyte).prefix(left))
            left -= beginning.count + megabyte.count
        }
        try file.close()
        return try body(path)
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
