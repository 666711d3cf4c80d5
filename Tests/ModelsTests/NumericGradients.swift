import Models
import Networks
import Tensors
import Testing

/// Expects the gradients of a discriminator's mean logits by the text and by every kind of weight to be
/// what differences of the loss say.
///
/// - Parameter topics: topic vectors of the tiny passages.
func expectNumericGradients(of discriminator: Discriminator, topics: [Float]) throws {
    let batch = TinyPassages.batch(topics: topics)
    let tape = Tape(precision: .f32)
    let random = RandomSource(seed: 6)
    let rows = batch.targets.count
    var text = (0..<rows * discriminator.configuration.symbols).map {
        Float(random.uniform($0) * 0.02)
    }
    for (row, symbol) in batch.targets.enumerated() {
        text[row * discriminator.configuration.symbols + Int(symbol)] += 0.9
    }
    let memory = GradientMemory(discriminator.parameters)
    func loss(_ gradient: ((Matrix) -> Void)?) -> Double {
        tape.reset()
        let x = tape.constant(text, rows: rows, columns: discriminator.configuration.symbols).value
        let dx = tape.matrix(rows, discriminator.configuration.symbols)
        dx.elements.update(repeating: 0)
        let logits = discriminator.logits(
            .relaxed(tape.weight(x, gradient: dx)), in: batch, RandomSource(seed: 5),
            discriminator.parameters.bound(to: tape, gradients: memory.pointer))
        let means = tape.passageMeans(logits, weights: batch.weights, batch: batch.size)
        let seed = means.accumulatedGradient
        var sum = 0.0
        for index in 0..<means.value.count {
            let factor = Float(random.child("loss").uniform(index) * 2 - 1)
            seed.pointer[index] = factor
            sum += Double(factor * means.value.pointer[index])
        }
        if let gradient {
            tape.backward()
            gradient(dx)
        }
        return sum
    }
    var byText: [Float] = []
    _ = loss { byText = Array($0.elements) }
    let byWeights = discriminator.parameters.list.map { (parameter: $0, memory[$0]) }

    func expect(_ given: Float, _ up: Double, _ down: Double, _ step: Double, _ name: String) {
        let numeric = (up - down) / (2 * step)
        #expect(abs(numeric - Double(given)) < 3e-3 + 0.03 * abs(numeric), "\(name)")
    }
    for index in stride(from: 262, to: text.count, by: 691) {
        let old = text[index]
        text[index] = old + 1e-3
        let up = loss(nil)
        text[index] = old - 1e-3
        let down = loss(nil)
        text[index] = old
        expect(byText[index], up, down, 1e-3, "text \(index)")
    }
    for (parameter, gradient) in byWeights {
        // Where the gradient is largest, so that it is not lost in rounding.
        let index = try #require(gradient.indices.max { abs(gradient[$0]) < abs(gradient[$1]) })
        let place = parameter.offset + index
        let old = discriminator.parameters.values[place]
        func moved(_ distance: Float) -> Double {
            discriminator.parameters.values[place] = old + distance
            discriminator.parameters.pack()
            return loss(nil)
        }
        let (up, down) = (moved(4e-4), moved(-4e-4))
        _ = moved(0)
        #expect(gradient[index] != 0, "\(parameter.name)")
        expect(gradient[index], up, down, 4e-4, parameter.name)
    }
}
