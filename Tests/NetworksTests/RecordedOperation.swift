import Networks
import Tensors
import Testing

/// One operation of the golden file: its inputs on a tape, and the check of value and gradients.
final class RecordedOperation {
    let tape = Tape(precision: .f32)
    private let name: String
    private let golden: Golden
    private var inputs: [(key: String, variable: Variable)] = []

    init(_ name: String) throws {
        self.name = name
        golden = try Golden("operations")
    }

    /// The input `key`, which takes a gradient.
    func input(_ key: String) -> Variable { variable(key, isProductOperand: false) }

    /// The weight matrix `key`, packed for products.
    func weight(_ key: String) -> Variable { variable(key, isProductOperand: true) }

    /// The whole numbers `key`.
    func indices(_ key: String) -> UnsafeMutableBufferPointer<Int32> {
        tape.indices(self[key].map { Int32($0) })
    }

    /// The elements of `key`.
    subscript(key: String) -> [Float] { golden["\(name).\(key)"].elements }

    /// Compares `output`, then the gradients of Σ output ⊙ seed by all inputs.
    func check(
        _ output: Variable, tolerance: Float = 2e-6,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        expectClose(
            output.value.elements, self["output"], tolerance: tolerance, "\(name).output",
            sourceLocation: sourceLocation)
        _ = output.accumulatedGradient.elements.update(from: self["output.seed"])
        tape.backward()
        checkGradients(tolerance: tolerance, sourceLocation: sourceLocation)
    }

    /// Compares the gradients that have reached the inputs.
    func checkGradients(
        tolerance: Float = 2e-6, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for (key, variable) in inputs {
            expectClose(
                variable.accumulatedGradient.elements, self["\(key).gradient"],
                tolerance: tolerance, "\(name).\(key).gradient", sourceLocation: sourceLocation)
        }
    }

    private func variable(_ key: String, isProductOperand: Bool) -> Variable {
        let tensor = golden["\(name).\(key)"]
        let (rows, columns) = (tensor.shape[0], tensor.shape[1])
        let value = tape.constant(tensor.elements, rows: rows, columns: columns).value
        let gradient = tape.matrix(rows, columns)
        gradient.elements.update(repeating: 0)
        var packed: PackedWeights?
        if isProductOperand {
            packed = PackedWeights(
                precision: .f32, outputs: rows, inputs: columns, hasBackward: true)
            packed?.pack(value)
        }
        let variable = tape.weight(value, gradient: gradient, packed: packed)
        inputs.append((key, variable))
        return variable
    }
}
