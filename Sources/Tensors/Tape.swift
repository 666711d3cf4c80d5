import CKernels

/// A matrix that takes part in differentiation: its value, and room for the gradient of the loss
/// with respect to it once somebody asks.
public final class Variable {
    /// The value; undefined after the tape is reset.
    public let value: Matrix
    /// Whether gradients flow into it.
    public let needsGradient: Bool
    /// The gradient, once something has flowed in.
    public private(set) var gradient: Matrix?
    /// The weights' packed form, where the variable is a weight matrix.
    let packed: PackedWeights?

    private unowned let tape: Tape
    /// Where the gradient goes when it is somebody else's, of a weight.
    private let room: Matrix?
    private var operandCache: Operand?

    init(
        _ value: Matrix, on tape: Tape, needsGradient: Bool, room: Matrix? = nil,
        packed: PackedWeights? = nil
    ) {
        self.value = value
        self.tape = tape
        self.needsGradient = needsGradient
        self.room = room
        self.packed = packed
    }

    /// Number of rows of the value.
    public var rows: Int { value.rows }
    /// Number of columns of the value.
    public var columns: Int { value.columns }

    /// The gradient to add to, zero at first.
    public var accumulatedGradient: Matrix {
        if let gradient { return gradient }
        let fresh = room ?? tape.matrix(value.rows, value.columns)
        fresh.fill(0)
        gradient = fresh
        return fresh
    }

    /// Runs `body` with the gradient's memory and whether it already holds a sum: a product that
    /// comes first may overwrite instead of adding to zeros.
    func withGradient(_ body: (_ gradient: Matrix, _ accumulate: Bool) -> Void) {
        if let gradient {
            body(gradient, true)
        } else {
            let fresh = room ?? tape.matrix(value.rows, value.columns)
            gradient = fresh
            body(fresh, false)
        }
    }

    /// Makes now what later operations would make of it, its form for products and the room for its
    /// gradient, so that these stay when the tape goes back to a later mark.
    public func settle() {
        _ = operand
        if needsGradient { _ = accumulatedGradient }
    }

    /// The value as products read it, converted on first use.
    var operand: Operand {
        if let operandCache { return operandCache }
        let operand = tape.operand(of: value)
        operandCache = operand
        return operand
    }
}

/// A record of operations in the order they ran, to be differentiated in reverse.
///
/// Operations are coarse (a whole LSTM layer over a sequence is one), each in a file of its own: its
/// forward computes a value and records a closure that turns the gradient of the value into
/// gradients of the inputs. All buffers come from one arena and die with ``reset()``.
public final class Tape {
    /// What products on this tape read.
    public let precision: Precision
    /// Whether operations are recorded; off where nothing will be differentiated.
    public var isRecording = true
    let arena = Arena()
    private var backwardSteps: [() -> Void] = []

    /// An empty tape.
    public init(precision: Precision) { self.precision = precision }

    /// Forgets everything recorded and takes all buffers back.
    public func reset() {
        backwardSteps.removeAll(keepingCapacity: true)
        arena.reset()
    }

    /// Forgets everything recorded, takes all buffers back and gives their memory to the system.
    public func empty() {
        backwardSteps.removeAll()
        arena.empty()
    }

    /// A place in what was recorded.
    public struct Mark {
        fileprivate let steps: Int
        fileprivate let place: Arena.Mark
    }

    /// The end of what has been recorded so far.
    public var mark: Mark { Mark(steps: backwardSteps.count, place: arena.mark) }

    /// Runs backwards what was recorded since `mark`, and takes its buffers back. Variables from before
    /// the mark that it read must have been settled (``Variable/settle()``).
    public func backward(to mark: Mark) {
        for step in backwardSteps[mark.steps...].reversed() { step() }
        backwardSteps.removeSubrange(mark.steps...)
        arena.release(to: mark.place)
    }

    /// Room for a matrix of the tape's; its elements are undefined.
    public func matrix(_ rows: Int, _ columns: Int) -> Matrix {
        Matrix(
            arena.allocate(Float.self, count: rows * columns), rows: rows, columns: columns)
    }

    /// A value without gradient.
    public func constant(_ value: Matrix) -> Variable {
        Variable(value, on: self, needsGradient: false)
    }

    /// A value without gradient, copied from `elements` row after row.
    public func constant(_ elements: [Float], rows: Int, columns: Int) -> Variable {
        precondition(elements.count == rows * columns)
        let value = matrix(rows, columns)
        elements.withUnsafeBufferPointer { source in
            if let start = source.baseAddress {
                value.pointer.update(from: start, count: elements.count)
            }
        }
        return constant(value)
    }

    /// A weight whose memory, and gradient's memory, somebody else owns; no `gradient`: it stays fixed.
    /// What `gradient` holds is overwritten when a gradient flows in, and left as it is when none does.
    public func weight(_ value: Matrix, gradient: Matrix?, packed: PackedWeights? = nil) -> Variable
    {
        Variable(
            value, on: self, needsGradient: gradient != nil && isRecording, room: gradient,
            packed: packed)
    }

    /// Runs the recorded operations backwards. The caller has put the loss's own gradients in place.
    public func backward() {
        for step in backwardSteps.reversed() { step() }
        backwardSteps.removeAll(keepingCapacity: true)
    }

    /// The result of an operation: a variable that needs a gradient when one of `inputs` does.
    func result(_ value: Matrix, of inputs: [Variable]) -> Variable {
        Variable(
            value, on: self, needsGradient: isRecording && inputs.contains { $0.needsGradient })
    }

    /// Records how `output`'s gradient flows back; does nothing when none will be asked for. The
    /// closure runs only when a gradient has reached the output.
    func record(_ output: Variable, _ step: @escaping (_ gradient: Matrix) -> Void) {
        guard output.needsGradient else { return }
        backwardSteps.append {
            if let gradient = output.gradient { step(gradient) }
        }
    }

    /// A copy of `matrix` as products read it (the matrix itself in f32).
    func operand(of matrix: Matrix) -> Operand {
        switch precision {
        case .f32:
            return Operand(
                pointer: UnsafeMutableRawPointer(matrix.pointer), rows: matrix.rows,
                columns: matrix.columns, precision: .f32)
        case .bf16:
            let room = emptyOperand(rows: matrix.rows, columns: matrix.columns)
            riposte_to_bf16(
                1, Int64(matrix.count), matrix.pointer, 0,
                room.pointer.assumingMemoryBound(to: UInt16.self), 0)
            return room
        }
    }

    /// Room for an operand of the tape's precision.
    func emptyOperand(rows: Int, columns: Int) -> Operand {
        Operand(
            pointer: arena.allocate(bytes: rows * columns * precision.bytes), rows: rows,
            columns: columns, precision: precision)
    }
}
