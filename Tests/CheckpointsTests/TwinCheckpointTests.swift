import Checkpoints
import Foundation
import Models
import Networks
import Tensors
import Testing
import Texts

/// Leaves a run for `Tests/Reference/check_checkpoint.py`, which opens it with Python's safetensors
/// and compares the PyTorch twin's logits with those in `logits.json`. A run that is in the folder
/// already, such as a copy of a trained one, is taken as it is.
@Suite("A checkpoint for the PyTorch twin")
struct TwinCheckpointTests {
    /// One passage as riposte_twin.py reads it, and what both networks make of it.
    private struct Record: Encodable {
        let context: [Symbol]
        let continuation: [Symbol]
        let topics: [Float]
        let noise: [Float]
        let generator: [[Float]]
        let discriminator: [[Float]]
    }

    private static let folder = ProcessInfo.processInfo.environment["RIPOSTE_TWIN_FOLDER"]

    @Test(.enabled(if: folder != nil, "set RIPOSTE_TWIN_FOLDER to a folder to write to"))
    func write() throws {
        let url = URL(fileURLWithPath: try #require(TwinCheckpointTests.folder))
        let run = RunFolder(url.path)
        if run.steps().isEmpty {
            try run.prepare(resuming: true)
            try run.save(TemporaryRun.checkpoint(step: 1))
        }
        let model = try LoadedModel(path: url.path, precision: .f32)
        try JSON.encode(records(of: model)).write(to: url.appendingPathComponent("logits.json"))
    }

    private func records(of model: LoadedModel) throws -> [Record] {
        let contexts = ["", "abcab\n", "abcab\ndef\n", "zebra\n"].map(model.alphabet.encode)
        let continuations = ["abcab\n", "def\n", "gh\nabcde", "f"].map(model.alphabet.encode)
        let topics: [[Float]] = contexts.indices.map { passage in
            // One-hot, and mixtures of two.
            var weights = [Float](repeating: 0, count: model.topics.count)
            for (topic, weight) in [
                (passage, 0.25 * Float(passage)), (passage + 1, 1 - 0.25 * Float(passage)),
            ]
            where !weights.isEmpty { weights[topic % weights.count] += weight }
            return weights
        }
        let batch = Batch(
            contexts: contexts, continuations: continuations, topics: topics.flatMap { $0 })
        let source = RandomSource(seed: 8)
        let tape = Tape(precision: .f32)
        let z = try #require(model.generator.noise(batch: batch.size, source, on: tape)).value
        let written = model.generator.logits(
            batch, source, model.generator.parameters.bound(to: tape, gradients: nil)
        ).value
        let judged = model.discriminator.logits(
            .symbols(batch.targets), in: batch, source,
            model.discriminator.parameters.bound(to: tape, gradients: nil)
        ).value
        return contexts.indices.map { b in
            func rows(_ matrix: Matrix) -> [[Float]] {
                continuations[b].indices.map { t in
                    Array(matrix.rows(t * batch.size + b..<t * batch.size + b + 1).elements)
                }
            }
            return Record(
                context: contexts[b], continuation: continuations[b], topics: topics[b],
                noise: Array(z.rows(b..<b + 1).elements), generator: rows(written),
                discriminator: rows(judged))
        }
    }
}
