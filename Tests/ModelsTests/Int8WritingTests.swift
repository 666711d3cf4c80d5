import Foundation
import Models
import Networks
import Tensors
import Testing
import Texts

/// Steps in int8 beside those of the generator's own precision.
@Suite("Writing in int8")
struct Int8WritingTests {
    private static let source = RandomSource(seed: 7)

    private func generator(_ name: String) throws -> Generator {
        var configuration = try Golden(name).configuration
        configuration.noise = 4
        return Generator(configuration, precision: .f32, RandomSource(seed: 2))
    }

    /// Everything that a step reads is there: logits and attention differ by what rounding explains, far
    /// less than they differ from passage to passage.
    @Test(arguments: Golden.names)
    func isCloseToTheOwnPrecision(name: String) throws {
        let generator = try generator(name)
        let batch = TinyPassages.batch(topics: try Golden(name)["topics"], stepMultiple: 32)
        let own = Stepper(generator, batch, Self.source, in: .own)
        let int8 = Stepper(generator, batch, Self.source, in: .int8)
        for step in 0..<min(12, batch.steps) {
            let symbols = Array(batch.inputs[step * batch.size..<(step + 1) * batch.size])
            let (expected, logits) = (own.step(symbols), int8.step(symbols))
            let spread = deviation(expected)
            let error = zip(expected.elements, logits.elements).map { abs($0 - $1) }.max() ?? 1
            #expect(error < 0.06 * spread, "step \(step): \(error) of \(spread)")
            guard let looked = own.attentionWeights else {
                #expect(int8.attentionWeights == nil)
                continue
            }
            let weights = try #require(int8.attentionWeights)
            #expect(weights.rows == looked.rows && weights.columns == looked.columns)
            for (one, other) in zip(looked.elements, weights.elements) {
                #expect(abs(one - other) < 0.01)
            }
        }
    }

    /// What is rounded is what the weights are now.
    @Test func changedWeightsAreRoundedAnew() throws {
        let generator = try generator("two-layers-attention")
        let batch = try Golden("two-layers-attention").batch()
        func logits(_ writing: WritingPrecision) -> [Float] {
            let stepper = Stepper(generator, batch, Self.source, in: writing)
            return withExtendedLifetime(stepper) { Array(stepper.step(batch.before).elements) }
        }
        let before = logits(.int8)
        generator.parameters.initialize(RandomSource(seed: 3))
        let (after, own) = (logits(.int8), logits(.own))
        let scale = own.map(abs).max() ?? 0
        func distance(_ a: [Float], _ b: [Float]) -> Float {
            (zip(a, b).map { abs($0 - $1) }.max() ?? 0) / scale
        }
        #expect(distance(after, own) < 0.03 && distance(before, own) > 0.2)
    }

    /// Many streams at once, each worker with steps of its own, ask for symbols that none has met.
    @Test func anyNumberOfWorkersWritesTheSame() throws {
        func texts(workers: Int) throws -> [[Symbol]] {
            let generator = try generator("two-layers-attention")
            generator.writing = .int8
            let batch = try Golden("two-layers-attention").batch()
            let pool = WorkerPool(count: workers)
            defer { pool.close() }
            // A generator's weights do not change while workers write.
            nonisolated(unsafe) let shared = generator
            return pool.map(12) { piece in
                var symbols: [Symbol] = []
                shared.write(
                    batch, sampling: Sampling(temperature: 2), length: 9,
                    RandomSource(seed: 5).child("piece", piece)
                ) {
                    symbols.append($0.symbol)
                    return true
                }
                return symbols
            }
        }
        let one = try texts(workers: 1)
        #expect(Set(one).count == one.count)
        #expect(try texts(workers: 3) == one)
    }

    @Test func trainingKeepsItsPrecision() throws {
        let generator = try generator("one-layer")
        let batch = try Golden("one-layer").batch()
        let own = generator.freeRun(batch, steps: 30, Self.source)
        #expect(generator.writing == .own && generator.writingName == "f32")
        generator.writing = .int8
        #expect(generator.writingName == "int8")
        #expect(generator.freeRun(batch, steps: 30, Self.source) == own)
    }

    /// Standard deviation of all elements.
    private func deviation(_ matrix: Matrix) -> Float {
        let count = Float(matrix.count)
        let mean = matrix.elements.reduce(0, +) / count
        return (matrix.elements.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    }
}
