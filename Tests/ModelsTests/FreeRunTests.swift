import Foundation
import Models
import Networks
import Tensors
import Testing
import Texts

@Suite("Running freely")
struct FreeRunTests {
    private let golden: Golden
    private let batch: Batch
    private let end = Int32(Alphabet.end)

    init() throws {
        golden = try Golden("two-layers-attention")
        batch = try golden.batch()
    }

    @Test(arguments: Precision.supported)
    func theSameSourceDrawsTheSameText(_ precision: Precision) {
        let generator = golden.generator(precision)
        let first = generator.freeRun(batch, steps: 20, RandomSource(seed: 4))
        #expect(first == generator.freeRun(batch, steps: 20, RandomSource(seed: 4)))
        #expect(first != generator.freeRun(batch, steps: 20, RandomSource(seed: 5)))
        #expect(first.count == 20 * batch.size)
    }

    @Test func nothingFollowsTheEndMark() {
        let generator = golden.generator()
        let bias = parameter("output.bias", of: generator)
        generator.parameters.value(of: bias)[0, Int(Alphabet.end)] += 4
        let symbols = generator.freeRun(batch, steps: 60, RandomSource(seed: 4))
        var ends = 0
        for b in 0..<batch.size {
            let text = (0..<60).map { symbols[$0 * batch.size + b] }
            guard let last = text.firstIndex(of: end) else { continue }
            ends += 1
            #expect(text[last...].allSatisfy { $0 == end })
        }
        #expect(ends > 0, "no sample ended: the test says nothing")
        let generated = batch.withContinuations(symbols)
        #expect(generated.symbolCount < symbols.count)
    }

    @Test(
        "A step at a time gives the logits of teacher forcing", arguments: Golden.names, [0, 4])
    func stepping(_ name: String, noise: Int) throws {
        var configuration = try Golden(name).configuration
        configuration.noise = noise
        let batch = try Golden(name).batch()
        for precision in Precision.supported {
            let generator = Generator(configuration, precision: precision, RandomSource(seed: 2))
            let source = RandomSource(seed: 7)
            let tape = Tape(precision: precision)
            let forced = generator.logits(
                batch, source, generator.parameters.bound(to: tape, gradients: nil))
            let stepper = Stepper(generator, batch, source)
            for step in 0..<batch.steps {
                let rows = step * batch.size..<(step + 1) * batch.size
                let logits = stepper.step(Array(batch.inputs[rows]))
                expectClose(
                    logits.elements, Array(forced.value.rows(rows).elements),
                    tolerance: precision == .f32 ? 1e-5 : 1e-2, "\(precision) step \(step)")
            }
        }
    }

    /// What the duel's gradient rests on: the relaxation of teacher-forced logits has its largest
    /// element at the symbol that was drawn.
    @Test(arguments: [Float(1), 0.3])
    func relaxationFindsTheDraws(_ drawing: Float) {
        let generator = golden.generator()
        let source = RandomSource(seed: 12)
        let symbols = generator.freeRun(batch, steps: 8, temperature: drawing, source)
        #expect((symbols == generator.freeRun(batch, steps: 8, source)) == (drawing == 1))
        let sampled = batch.withContinuations(symbols)
        let tape = Tape(precision: .f32)
        let logits = generator.logits(
            sampled, source, generator.parameters.bound(to: tape, gradients: nil))
        let relaxed = tape.relaxedSample(
            tape.scaled(logits, by: 1 / drawing), symbols: tape.indices(symbols),
            source.child("draws"), temperature: 0.5, as: .soft)
        for row in symbols.indices where sampled.weights[row] == 1 {
            let y = relaxed.value.rows(row..<row + 1).elements
            #expect(y.firstIndex(of: y.max() ?? 0) == Int(symbols[row]), "row \(row)")
        }
    }

    /// The draws follow softmax(logits/temperature): Pearson's χ² of 4,000 first symbols.
    @Test(arguments: [Float(1), 0.8])
    func drawsFollowTheDistribution(_ temperature: Float) {
        let generator = golden.generator()
        let stepper = Stepper(generator, batch, RandomSource(seed: 0))
        let tape = Tape(precision: .f32)
        // A copy: a step's logits lie in the stepper's memory.
        let row = tape.constant(
            Array(stepper.step(batch.before).rows(1..<2).elements), rows: 1,
            columns: generator.configuration.symbols
        ).value
        let p = tape.logSoftmax(tape.scaled(tape.constant(row), by: 1 / temperature))
        let draws = 4000
        var counts = [Double](repeating: 0, count: row.columns)
        var symbol: Int32 = 0
        for index in 0..<draws {
            row.drawSymbols(
                RandomSource(seed: 9), firstRow: index, temperature: temperature, into: &symbol)
            counts[Int(symbol)] += 1
        }
        var chiSquared = 0.0
        for (count, logP) in zip(counts, p.value.elements) {
            let expected = Double(draws) * exp(Double(logP))
            chiSquared += (count - expected) * (count - expected) / expected
        }
        // Mean 269, standard deviation √(2·269) = 23.
        #expect(chiSquared < 269 + 5 * 23, "χ² = \(chiSquared)")
        #expect(chiSquared > 269 - 5 * 23, "χ² = \(chiSquared)")
    }

    private func parameter(_ name: String, of generator: Generator) -> Parameter {
        guard let found = generator.parameters.list.first(where: { $0.name == name }) else {
            fatalError("no parameter \(name)")
        }
        return found
    }
}
