import Tensors
import Testing

/// Compares the gradients that a tape gives with central differences.
///
/// The loss is Σ output ⊙ r for fixed random r, so that every element of the output matters.
struct GradientCheck {
    enum Kind { case variable, weight }

    let tape = Tape(precision: .f32)
    let random = RandomSource(seed: 20)
    var shapes: [(rows: Int, columns: Int, kind: Kind)]

    init(_ shapes: (rows: Int, columns: Int, kind: Kind)...) { self.shapes = shapes }

    func callAsFunction(
        step: Float = 1e-2, tolerance: Float = 2e-2,
        sourceLocation: SourceLocation = #_sourceLocation,
        _ build: (Tape, [Variable]) -> Variable
    ) {
        let values = shapes.enumerated().map { index, shape in
            randomElements(shape.rows * shape.columns, stream: index)
        }
        var gradients: [[Float]] = []
        let base = loss(values, build) { inputs in
            gradients = inputs.map { Array($0.accumulatedGradient.elements) }
        }
        #expect(base.isFinite, sourceLocation: sourceLocation)
        for (index, shape) in shapes.enumerated() {
            let count = shape.rows * shape.columns
            // A few dozen elements of each input are enough to catch any wrong formula.
            for element in stride(from: 0, to: count, by: max(1, count / 37)) {
                var up = values
                var down = values
                up[index][element] += step
                down[index][element] -= step
                let numeric =
                    (loss(up, build) { _ in } - loss(down, build) { _ in }) / Double(2 * step)
                let given = Double(gradients[index][element])
                let error = abs(numeric - given) / max(1, abs(numeric), abs(given))
                #expect(
                    error < Double(tolerance),
                    "input \(index) element \(element): tape \(given), differences \(numeric)",
                    sourceLocation: sourceLocation)
            }
        }
    }

    private func loss(
        _ values: [[Float]], _ build: (Tape, [Variable]) -> Variable,
        _ inspect: ([Variable]) -> Void
    ) -> Double {
        tape.reset()
        let inputs = zip(values, shapes).map { elements, shape -> Variable in
            let value = tape.constant(elements, rows: shape.rows, columns: shape.columns).value
            let gradient = tape.matrix(shape.rows, shape.columns)
            for index in 0..<gradient.count { gradient.pointer[index] = 0 }
            var packed: PackedWeights?
            if shape.kind == .weight {
                packed = PackedWeights(
                    precision: tape.precision, outputs: shape.rows, inputs: shape.columns,
                    hasBackward: true)
                packed?.pack(value)
            }
            return tape.weight(value, gradient: gradient, packed: packed)
        }
        let output = build(tape, inputs)
        var sum = 0.0
        let seed = output.accumulatedGradient
        for index in 0..<output.value.count {
            let factor = Float(random.child("loss").uniform(index) * 2 - 1)
            sum += Double(factor * output.value.pointer[index])
            seed.pointer[index] = factor
        }
        tape.backward()
        inspect(inputs)
        return sum
    }

    private func randomElements(_ count: Int, stream: Int) -> [Float] {
        let source = random.child("values", stream)
        return (0..<count).map { Float(source.uniform($0) * 1.6 - 0.8) }
    }
}
