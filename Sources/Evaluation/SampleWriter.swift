import Checkpoints
import Models
import Tensors
import Texts

/// A continuation that a model wrote to be measured.
struct WrittenSample: Sendable {
    /// Which of the passages it continues.
    let passage: Int
    /// What was written.
    let text: String
    /// The code that it was written by; nil where the model has none.
    let code: LatentCode?
    /// Where z and q came from.
    let noise: RandomSource
}

/// Lets a model continue passages, many side by side.
struct SampleWriter {
    let model: LoadedModel
    let passages: [Passage]
    let topics: TopicMap
    let settings: EvaluationSettings
    let pool: WorkerPool

    /// How many continuations run side by side.
    private static let batch = 64

    /// `count` samples; sample i continues passage i modulo their number. `source` and i decide it.
    func samples(_ count: Int, temperature: Float, _ source: RandomSource) -> [WrittenSample] {
        let size = max(1, SampleWriter.batch / settings.candidates)
        let sampling = Sampling(temperature: temperature, guidance: settings.guidance)
        return pool.map((count + size - 1) / size) { piece in
            write(piece * size..<min(count, (piece + 1) * size), sampling, source)
        }.flatMap { $0 }
    }

    private func write(_ samples: Range<Int>, _ sampling: Sampling, _ source: RandomSource)
        -> [WrittenSample]
    {
        let generator = model.generator
        let rows = samples.flatMap { sample in
            (0..<settings.candidates).map { (sample: sample, candidate: $0) }
        }
        let own = rows.map { passages[$0.sample % passages.count] }
        let batch = Batch(
            own,
            topics: Mismatch.topicVectors(
                own.map(topics.ofModel), weights: own.map(\.topicWeights),
                count: generator.configuration.topics))
        let chances = rows.map { row in
            Generator.Chance(
                noise: source.child("noise", row.sample, row.candidate),
                draws: source.child("draws", row.sample, row.candidate))
        }
        var symbols = [[Symbol]](repeating: [], count: rows.count)
        generator.write(
            batch, sampling: sampling,
            length: generator.configuration.shape.continuationCharacters, chances
        ) { written in
            symbols[written.passage].append(written.symbol)
            return true
        }
        let chosen = choice(of: symbols, for: batch, samples, source)
        return samples.enumerated().map { index, sample in
            let row = chosen[index]
            return WrittenSample(
                passage: sample % passages.count, text: model.alphabet.decode(symbols[row]),
                code: generator.code(from: chances[row].noise), noise: chances[row].noise)
        }
    }

    /// For each sample the row of the candidate that the discriminator chooses.
    private func choice(
        of symbols: [[Symbol]], for batch: Batch, _ samples: Range<Int>, _ source: RandomSource
    ) -> [Int] {
        let candidates = settings.candidates
        guard candidates > 1 else { return Array(symbols.indices) }
        let scores = model.discriminator.scores(of: symbols, in: batch)
        return samples.enumerated().map { index, sample in
            let first = index * candidates
            let own = scores[first..<first + candidates]
            return first
                + settings.choice.place(
                    scores: own.map(\.all), realism: own.map(\.realism),
                    source.child("choice", sample))
        }
    }
}
