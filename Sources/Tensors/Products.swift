import CKernels
import COneDNN

/// A matrix [rows, columns] as the right operand of products, in the layout that the processor likes
/// best: panels of our own in f32, oneDNN's in bf16.
private enum PackedOperand {
    case panels(UnsafeMutablePointer<Float>, columns: Int)
    case oneDNN(OpaquePointer)

    init(_ precision: Precision, rows: Int, columns: Int) {
        switch precision {
        case .f32:
            let count = Int(riposte_panels_count(Int64(rows), Int64(columns)))
            let memory = UnsafeMutableRawPointer.allocate(
                byteCount: max(1, count) * MemoryLayout<Float>.stride, alignment: 64)
            self = .panels(
                memory.bindMemory(to: Float.self, capacity: count), columns: columns)
        case .bf16:
            guard let packed = riposte_packed_create(riposte_bf16, Int64(rows), Int64(columns))
            else { fatalError("oneDNN refused packed bf16 weights [\(rows), \(columns)]") }
            self = .oneDNN(packed)
        }
    }

    func destroy() {
        switch self {
        case .panels(let memory, _): memory.deallocate()
        case .oneDNN(let packed): riposte_packed_destroy(packed)
        }
    }

    /// Takes over `matrix`, or its transpose.
    func pack(_ matrix: Matrix, transposed: Bool) {
        let stride = Int64(matrix.columns)
        switch self {
        case .panels(let memory, let columns):
            let rows = matrix.count / max(1, columns)
            riposte_panels_pack(
                Int64(rows), Int64(columns), matrix.pointer, transposed ? 1 : stride,
                transposed ? stride : 1, memory)
        case .oneDNN(let packed):
            check(
                riposte_pack(packed, matrix.pointer, stride, transposed), "pack \(matrix.shape)")
        }
    }

    /// y = x · this matrix (+ y).
    func multiply(_ x: Operand, into y: Matrix, accumulate: Bool) {
        let (rows, inputs, outputs) = (Int64(x.rows), Int64(x.columns), Int64(y.columns))
        switch self {
        case .panels(let memory, _):
            riposte_panels_product(
                rows, outputs, inputs, x.pointer.assumingMemoryBound(to: Float.self), inputs,
                memory, y.pointer, outputs, accumulate)
        case .oneDNN(let packed):
            check(
                riposte_matmul_packed(
                    packed, accumulate, rows, x.pointer, inputs, y.pointer, outputs),
                "product \(rows)×\(inputs)×\(outputs)")
        }
    }
}

/// A weight matrix W [outputs, inputs] as the right operand of products, packed once after each update.
///
/// `forward` serves X·Wᵀ, `backward` serves dY·W.
public final class PackedWeights {
    private let precision: Precision
    private let outputs: Int
    private let inputs: Int
    private let forward: PackedOperand
    private let backward: PackedOperand?

    /// Room for a packed [`outputs`, `inputs`] matrix; `hasBackward` where gradients flow through it.
    public init(precision: Precision, outputs: Int, inputs: Int, hasBackward: Bool) {
        self.precision = precision
        self.outputs = outputs
        self.inputs = inputs
        forward = PackedOperand(precision, rows: inputs, columns: outputs)
        backward =
            hasBackward ? PackedOperand(precision, rows: outputs, columns: inputs) : nil
    }

    deinit {
        forward.destroy()
        backward?.destroy()
    }

    /// Takes over the values of `weights` [outputs, inputs].
    public func pack(_ weights: Matrix) {
        precondition(weights.rows == outputs && weights.columns == inputs)
        forward.pack(weights, transposed: true)
        backward?.pack(weights, transposed: false)
    }

    /// y [rows, outputs] = x [rows, inputs] · Wᵀ (+ y).
    func multiply(_ x: Operand, into y: Matrix, accumulate: Bool = false) {
        precondition(x.precision == precision && x.columns == inputs && y.columns == outputs)
        forward.multiply(x, into: y, accumulate: accumulate)
    }

    /// dx [rows, inputs] = dy [rows, outputs] · W (+ dx).
    func multiplyBackward(_ dy: Operand, into dx: Matrix, accumulate: Bool = false) {
        guard let backward else { preconditionFailure("weights packed without a way back") }
        precondition(dy.precision == precision && dy.columns == outputs && dx.columns == inputs)
        backward.multiply(dy, into: dx, accumulate: accumulate)
    }
}

extension Tape {
    /// c += aᵀ·b for a [rows, m], b [rows, n], c [m, n]: the gradient of a weight matrix.
    func addTransposedProduct(_ a: Operand, _ b: Operand, into c: Matrix) {
        precondition(a.rows == b.rows && c.rows == a.columns && c.columns == b.columns)
        let (rows, m, n) = (Int64(a.rows), Int64(a.columns), Int64(b.columns))
        switch a.precision {
        case .f32:
            arena.lend(Float.self, count: Int(riposte_transposed_scratch(m))) { scratch in
                riposte_add_transposed_product(
                    rows, m, n, a.pointer.assumingMemoryBound(to: Float.self), m,
                    b.pointer.assumingMemoryBound(to: Float.self), n, c.pointer, n, scratch)
            }
        case .bf16:
            check(
                riposte_matmul(
                    riposte_bf16, true, false, true, 1, m, n, rows, a.pointer, m, 0, b.pointer, n,
                    0, c.pointer, n, 0), "weight gradient \(c.shape)")
        }
    }
}

/// One of `count` matrices that lie `distance` elements apart, rows `stride` apart.
struct Batched<Pointer> {
    let pointer: Pointer
    let stride: Int
    let distance: Int
}

/// c[i] [m, n] = a[i] [m, k] · b[i] [k, n] (+ c[i]) for `count` independent products; a is stored
/// [k, m] when `transposeA`, b [n, k] when `transposeB`.
func batchedProduct(
    _ precision: Precision, count: Int, m: Int, n: Int, k: Int,
    _ a: Batched<UnsafeMutableRawPointer>, transposeA: Bool = false,
    _ b: Batched<UnsafeMutableRawPointer>, transposeB: Bool = false,
    into c: Batched<UnsafeMutablePointer<Float>>, accumulate: Bool = false
) {
    check(
        riposte_matmul(
            precision.code, transposeA, transposeB, accumulate, Int64(count), Int64(m), Int64(n),
            Int64(k), a.pointer, Int64(a.stride), Int64(a.distance), b.pointer, Int64(b.stride),
            Int64(b.distance), c.pointer, Int64(c.stride), Int64(c.distance)),
        "batched product \(count)×[\(m), \(k)]·[\(k), \(n)]")
}

/// oneDNN fails only for lack of memory or a programmer's mistake: there is nothing to recover.
private func check(_ status: Int32, _ what: @autoclosure () -> String) {
    if status != 0 { fatalError("oneDNN refused \(what()) with status \(status)") }
}
