import Models
import Networks
import Tensors
import Testing

@Suite("Generator against PyTorch")
struct GeneratorGoldenTests {
    /// The teacher-forced logits and the gradients of the mean likelihood loss.
    private func run(_ golden: Golden, _ precision: Precision) throws
        -> (logits: [Float], loss: Double, gradients: GradientMemory)
    {
        let generator = golden.generator(precision)
        let batch = try golden.batch()
        let gradients = GradientMemory(generator.parameters)
        let tape = Tape(precision: precision)
        let weights = generator.parameters.bound(to: tape, gradients: gradients.pointer)
        let logits = generator.logits(batch, RandomSource(seed: 5), weights)
        let scale = 1 / Float(batch.symbolCount)
        let (sum, _) = tape.crossEntropy(
            logits, targets: tape.indices(batch.targets), weights: batch.weights, scale: scale)
        let values = Array(logits.value.elements)
        tape.backward()
        return (values, sum * Double(scale), gradients)
    }

    @Test("Logits to 1e-4, gradients to 1e-3", arguments: Golden.names)
    func f32(_ name: String) throws {
        let golden = try Golden(name)
        let (logits, loss, gradients) = try run(golden, .f32)
        expectClose(logits, golden["generator.logits"], tolerance: 1e-4, "logits")
        expectClose([Float(loss)], golden["generator.loss"], tolerance: 1e-5, "loss")
        golden.expectGradients(gradients, of: "generator", tolerance: 1e-3)
    }

    /// 8 bits of significand: each product is off by some 0.4 % of its inputs. The weights
    /// themselves are exact in bf16.
    @Test(
        "In bf16 logits to 1e-2, gradients to 3e-2",
        .enabled(if: Precision.bf16.isSupported, "this processor does not multiply bf16"),
        arguments: Golden.names)
    func bf16(_ name: String) throws {
        let golden = try Golden(name)
        let (logits, loss, gradients) = try run(golden, .bf16)
        expectClose(logits, golden["generator.logits"], tolerance: 1e-2, "logits")
        expectClose([Float(loss)], golden["generator.loss"], tolerance: 1e-3, "loss")
        golden.expectGradients(gradients, of: "generator", tolerance: 3e-2)
    }
}
