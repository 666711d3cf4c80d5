import Models
import Networks
import Tensors
import Testing

@Suite("The generator's noise")
struct NoiseTests {
    private let golden: Golden
    private let batch: Batch
    private let noisy: Generator

    init() throws {
        golden = try Golden("two-layers-attention")
        batch = try golden.batch()
        var configuration = golden.configuration
        configuration.noise = 4
        noisy = Generator(configuration, precision: .f32, RandomSource(seed: 1))
    }

    @Test func changesTheLogits() {
        let first = logits(noisy, batch, RandomSource(seed: 1))
        #expect(first == logits(noisy, batch, RandomSource(seed: 1)))
        #expect(first != logits(noisy, batch, RandomSource(seed: 2)))
    }

    @Test func isStandardNormalAndDiffersFromRowToRow() throws {
        let tape = Tape(precision: .f32)
        let z = try #require(noisy.noise(batch: 2000, RandomSource(seed: 3), on: tape)).value
        #expect((z.rows, z.columns) == (2000, 4))
        let mean = z.elements.reduce(0) { $0 + Double($1) } / 8000
        let variance = z.elements.reduce(0) { $0 + Double($1 * $1) } / 8000
        #expect(abs(mean) < 0.05)
        #expect(abs(variance - 1) < 0.08)
        #expect(Set(z.elements).count > 7900)
    }

    /// u = W·[s ; θ·E_topic ; z] is linear in z: for one passage, W's last columns times z can stand
    /// in the bias of a generator without noise, and the golden one has PyTorch's logits.
    @Test("enters u through the last columns of its weights")
    func asBias() throws {
        let plain = golden.generator()
        for parameter in noisy.parameters.list {
            let value = noisy.parameters.value(of: parameter)
            let known = try #require(plain.parameters.list.first { $0.name == parameter.name })
            let from = plain.parameters.value(of: known)
            for row in 0..<from.rows {
                for column in 0..<from.columns { value[row, column] = from[row, column] }
            }
        }
        noisy.parameters.pack()
        let alone = TinyPassages.batch(of: [1], topics: Array(golden["topics"][3..<6]))
        let source = RandomSource(seed: 6)
        let tape = Tape(precision: .f32)
        let z = try #require(noisy.noise(batch: 1, source, on: tape)).value
        let join = try #require(
            noisy.parameters.list.first { $0.name == "conditioning.join.weight" })
        let bias = try #require(
            plain.parameters.list.first { $0.name == "conditioning.join.bias" })
        let weight = noisy.parameters.value(of: join)
        for row in 0..<weight.rows {
            for column in 0..<4 {
                plain.parameters.value(of: bias)[0, row] +=
                    weight[row, weight.columns - 4 + column] * z[0, column]
            }
        }
        expectClose(
            logits(noisy, alone, source), logits(plain, alone, source), tolerance: 1e-5, "logits")
    }

    private func logits(_ generator: Generator, _ batch: Batch, _ source: RandomSource) -> [Float] {
        let tape = Tape(precision: .f32)
        let weights = generator.parameters.bound(to: tape, gradients: nil)
        return Array(generator.logits(batch, source, weights).value.elements)
    }
}
