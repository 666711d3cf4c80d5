import COneDNN

/// A weight matrix W [outputs, inputs] as the right operand of products, packed once after each update.
///
/// `forward` serves X·Wᵀ, `backward` serves dY·W.
public final class PackedWeights {
    let precision: Precision
    private let forward: OpaquePointer
    private let backward: OpaquePointer?

    /// Room for a packed [`outputs`, `inputs`] matrix; `hasBackward` where gradients flow through it.
    public init(precision: Precision, outputs: Int, inputs: Int, hasBackward: Bool) {
        guard
            let forward = riposte_packed_create(
                precision.code, Int64(inputs), Int64(outputs))
        else { fatalError("oneDNN refused packed \(precision) weights [\(outputs), \(inputs)]") }
        self.precision = precision
        self.forward = forward
        backward =
            hasBackward
            ? riposte_packed_create(precision.code, Int64(outputs), Int64(inputs)) : nil
    }

    deinit {
        riposte_packed_destroy(forward)
        if let backward { riposte_packed_destroy(backward) }
    }

    /// Takes over the values of `weights` [outputs, inputs].
    public func pack(_ weights: Matrix) {
        let stride = Int64(weights.columns)
        check(riposte_pack(forward, weights.pointer, stride, true), "pack \(weights.shape)")
        if let backward {
            check(riposte_pack(backward, weights.pointer, stride, false), "pack \(weights.shape)")
        }
    }

    /// y [rows, outputs] = x [rows, inputs] · Wᵀ (+ y).
    func multiply(_ x: Operand, into y: Matrix, accumulate: Bool = false) {
        check(
            riposte_matmul_packed(
                forward, accumulate, Int64(x.rows), x.pointer, Int64(x.columns),
                y.pointer, Int64(y.columns)), "product \(x.rows)×\(x.columns)×\(y.columns)")
    }

    /// dx [rows, inputs] = dy [rows, outputs] · W (+ dx).
    func multiplyBackward(_ dy: Operand, into dx: Matrix, accumulate: Bool = false) {
        guard let backward else { preconditionFailure("weights packed without a way back") }
        check(
            riposte_matmul_packed(
                backward, accumulate, Int64(dy.rows), dy.pointer, Int64(dy.columns),
                dx.pointer, Int64(dx.columns)), "product \(dy.rows)×\(dy.columns)×\(dx.columns)")
    }
}

/// c += aᵀ·b for a [rows, m], b [rows, n], c [m, n]: the gradient of a weight matrix.
func addTransposedProduct(_ a: Operand, _ b: Operand, into c: Matrix) {
    precondition(a.rows == b.rows && c.rows == a.columns && c.columns == b.columns)
    check(
        riposte_matmul(
            a.precision.code, true, false, true, 1, Int64(a.columns), Int64(b.columns),
            Int64(a.rows), a.pointer, Int64(a.columns), 0, b.pointer, Int64(b.columns), 0,
            c.pointer, Int64(c.columns), 0), "weight gradient \(c.shape)")
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
