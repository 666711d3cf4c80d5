import Models
import Networks
import Tensors
import Testing

@Suite("Discriminator against PyTorch")
struct DiscriminatorGoldenTests {
    @Test("Real text: logits to 1e-4, gradients to 1e-3", arguments: Golden.names)
    func symbols(_ name: String) throws {
        try compareSymbols(Golden(name), .f32, logitTolerance: 1e-4, gradientTolerance: 1e-3)
    }

    @Test(
        "Real text in bf16: logits to 1e-2, gradients to 3e-2",
        .enabled(if: Precision.bf16.isSupported, "this processor does not multiply bf16"),
        arguments: Golden.names)
    func symbolsInBF16(_ name: String) throws {
        try compareSymbols(Golden(name), .bf16, logitTolerance: 1e-2, gradientTolerance: 3e-2)
    }

    /// The gradient by the text is what the generator learns from, while the discriminator learns
    /// too or is held fixed.
    @Test(
        "Relaxed text: logits, and the gradient by the text", arguments: Golden.names,
        [true, false])
    func relaxed(_ name: String, isLearning: Bool) throws {
        let golden = try Golden(name)
        let discriminator = golden.discriminator()
        let batch = try golden.batch()
        let tape = Tape(precision: .f32)
        let y = zeros(batch.targets.count, golden.configuration.symbols, on: tape)
        // The golden file leaves out the columns of the first 256 symbols: they are zero.
        let present = y.columns - 256
        for (index, element) in golden["relaxed"].enumerated() {
            y[index / present, 256 + index % present] = element
        }
        let dy = zeros(y.rows, y.columns, on: tape)
        let gradients = GradientMemory(discriminator.parameters)
        let logits = discriminator.logits(
            .relaxed(tape.weight(y, gradient: dy)), in: batch, RandomSource(seed: 5),
            discriminator.parameters.bound(
                to: tape, gradients: isLearning ? gradients.pointer : nil))
        expectClose(
            logits.value.elements, golden["relaxed.logits"], tolerance: 1e-4, "logits")
        _ = logits.accumulatedGradient.elements.update(from: golden["discriminator.seed"])
        tape.backward()
        expectClose(dy.elements, golden["relaxed.gradient"], tolerance: 1e-3, "text.gradient")
    }

    @Test("One-hot text is judged like its symbols", arguments: Golden.names)
    func oneHot(_ name: String) throws {
        let golden = try Golden(name)
        let discriminator = golden.discriminator()
        let batch = try golden.batch()
        let tape = Tape(precision: .f32)
        let y = zeros(batch.targets.count, golden.configuration.symbols, on: tape)
        for (row, symbol) in batch.targets.enumerated() { y[row, Int(symbol)] = 1 }
        let logits = discriminator.logits(
            .relaxed(tape.constant(y)), in: batch, RandomSource(seed: 5),
            discriminator.parameters.bound(to: tape, gradients: nil))
        expectClose(
            logits.value.elements, golden["discriminator.logits"], tolerance: 1e-4, "logits")
    }

    private func zeros(_ rows: Int, _ columns: Int, on tape: Tape) -> Matrix {
        let matrix = tape.matrix(rows, columns)
        matrix.elements.update(repeating: 0)
        return matrix
    }

    private func compareSymbols(
        _ golden: Golden, _ precision: Precision, logitTolerance: Float, gradientTolerance: Float
    ) throws {
        let discriminator = golden.discriminator(precision)
        let batch = try golden.batch()
        let gradients = GradientMemory(discriminator.parameters)
        let tape = Tape(precision: precision)
        let logits = discriminator.logits(
            .symbols(batch.targets), in: batch, RandomSource(seed: 5),
            discriminator.parameters.bound(to: tape, gradients: gradients.pointer))
        expectClose(
            logits.value.elements, golden["discriminator.logits"], tolerance: logitTolerance,
            "logits")
        _ = logits.accumulatedGradient.elements.update(from: golden["discriminator.seed"])
        tape.backward()
        golden.expectGradients(gradients, of: "discriminator", tolerance: gradientTolerance)
    }
}
