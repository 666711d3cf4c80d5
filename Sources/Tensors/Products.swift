import CKernels
import COneDNN

/// A matrix [rows, columns] as the right operand of products, in the layout that the processor likes
/// best: panels of our own, or oneDNN's.
private struct PackedOperand {
    let precision: Precision
    let rows: Int
    let columns: Int
    private let memory: Memory

    private enum Memory {
        case panels(UnsafeMutableRawPointer)
        case oneDNN(OpaquePointer)
    }

    init(_ precision: Precision, rows: Int, columns: Int) {
        self.precision = precision
        self.rows = rows
        self.columns = columns
        if precision.hasOwnProducts {
            let count =
                precision == .f32
                ? riposte_panels_count(Int64(rows), Int64(columns))
                : riposte_bf16_panels_count(Int64(rows), Int64(columns))
            memory = .panels(
                .allocate(byteCount: max(1, Int(count)) * precision.bytes, alignment: 64))
        } else {
            guard let packed = riposte_packed_create(precision.code, Int64(rows), Int64(columns))
            else { fatalError("oneDNN refused packed weights [\(rows), \(columns)]") }
            memory = .oneDNN(packed)
        }
    }

    func destroy() {
        switch memory {
        case .panels(let pointer): pointer.deallocate()
        case .oneDNN(let packed): riposte_packed_destroy(packed)
        }
    }

    /// Takes over `matrix`, or its transpose.
    func pack(_ matrix: Matrix, transposed: Bool) {
        precondition(matrix.count == rows * columns)
        let stride = Int64(matrix.columns)
        switch memory {
        case .panels(let pointer) where precision == .f32:
            riposte_panels_pack(
                Int64(rows), Int64(columns), matrix.pointer, transposed ? 1 : stride,
                transposed ? stride : 1, pointer.assumingMemoryBound(to: Float.self))
        case .panels(let pointer):
            riposte_bf16_panels_pack(
                Int64(rows), Int64(columns), matrix.pointer, stride, transposed,
                pointer.assumingMemoryBound(to: UInt16.self))
        case .oneDNN(let packed):
            check(
                riposte_pack(packed, matrix.pointer, stride, transposed), "pack \(matrix.shape)")
        }
    }

    /// Columns of a panel.
    private var panelWidth: Int {
        Int(precision == .f32 ? riposte_panel_width() : riposte_bf16_panel_width())
    }

    /// Rows of a panel: bf16 packs them in pairs.
    private var panelRows: Int { precision == .f32 ? rows : rows + rows % 2 }

    /// y = x · this matrix (+ y), or x · some of its rows. Where only some of its columns are asked
    /// for, the others of y are undefined, and y need not be wider than up to the last of them.
    func multiply(
        _ x: Operand, into y: Matrix, accumulate: Bool, rows inner: Range<Int>? = nil,
        columns outer: Range<Int>? = nil
    ) {
        let (inner, outer) = (inner ?? 0..<rows, outer ?? 0..<columns)
        precondition(
            x.precision == precision && x.columns == inner.count && inner.upperBound <= rows
                && outer.upperBound <= columns
                && (y.columns == columns || y.columns == outer.upperBound))
        let (m, k, packedRows) = (Int64(x.rows), Int64(x.columns), Int64(rows))
        let stride = Int64(y.columns)
        switch memory {
        case .panels(let pointer):
            // Products begin with whole panels.
            let column = outer.lowerBound / panelWidth * panelWidth
            let n = Int64(outer.upperBound - column)
            let part =
                pointer + precision.bytes * (inner.lowerBound * panelWidth + column * panelRows)
            if precision == .f32 {
                riposte_panels_product(
                    m, n, k, x.pointer.assumingMemoryBound(to: Float.self), k,
                    part.assumingMemoryBound(to: Float.self), packedRows, y.pointer + column,
                    stride, accumulate)
            } else {
                riposte_bf16_panels_product(
                    m, n, k, x.pointer.assumingMemoryBound(to: UInt16.self), k,
                    part.assumingMemoryBound(to: UInt16.self), packedRows, y.pointer + column,
                    stride, accumulate)
            }
        case .oneDNN(let packed):
            precondition(
                inner.count == rows && outer.count == columns, "a part of oneDNN's layout")
            check(
                riposte_matmul_packed(packed, accumulate, m, x.pointer, k, y.pointer, stride),
                "product \(m)×\(k)×\(columns)")
        }
    }
}

/// A weight matrix W [outputs, inputs] as the right operand of products, packed once after each update.
///
/// `forward` serves X·Wᵀ, `backward` serves dY·W.
public final class PackedWeights {
    private let outputs: Int
    private let inputs: Int
    private let forward: PackedOperand
    private let backward: PackedOperand?

    /// Room for a packed [`outputs`, `inputs`] matrix; `hasBackward` where gradients flow through it.
    public init(precision: Precision, outputs: Int, inputs: Int, hasBackward: Bool) {
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

    /// y [rows, outputs] = x [rows, inputs] · Wᵀ (+ y); where `part` is given, x has only those of
    /// the inputs, the others being zero.
    func multiply(
        _ x: Operand, into y: Matrix, accumulate: Bool = false, inputs part: Range<Int>? = nil
    ) {
        forward.multiply(x, into: y, accumulate: accumulate, rows: part)
    }

    /// dx [rows, inputs] = dy [rows, outputs] · W (+ dx); where `part` is given, for those of the
    /// inputs alone: the others' columns of dx are undefined.
    func multiplyBackward(
        _ dy: Operand, into dx: Matrix, accumulate: Bool = false, inputs part: Range<Int>? = nil
    ) {
        guard let backward else { preconditionFailure("weights packed without a way back") }
        backward.multiply(dy, into: dx, accumulate: accumulate, columns: part)
    }
}

extension Arena {
    /// c = aᵀ·b (+ c) for a [rows, m], b [rows, n], c [m, n] or n columns of a wider matrix, from
    /// `column` on: the gradient of a weight matrix. The arena lends room for copies.
    func transposedProduct(
        _ a: Operand, _ b: Operand, into c: Matrix, at column: Int = 0, accumulate: Bool
    ) {
        precondition(
            a.rows == b.rows && a.rows > 0 && c.rows == a.columns
                && column + b.columns <= c.columns)
        let (rows, m, n) = (Int64(a.rows), Int64(a.columns), Int64(b.columns))
        let (start, stride) = (c.pointer + column, Int64(c.columns))
        switch a.precision {
        case .bf16 where a.precision.hasOwnProducts:
            lend(UInt16.self, count: Int(riposte_bf16_transposed_scratch(m))) { scratch in
                riposte_bf16_transposed_product(
                    rows, m, n, a.pointer.assumingMemoryBound(to: UInt16.self), m,
                    b.pointer.assumingMemoryBound(to: UInt16.self), n, start, stride, accumulate,
                    scratch)
            }
        case .f32:
            lend(Float.self, count: Int(riposte_transposed_scratch(m))) { scratch in
                riposte_transposed_product(
                    rows, m, n, a.pointer.assumingMemoryBound(to: Float.self), m,
                    b.pointer.assumingMemoryBound(to: Float.self), n, start, stride, accumulate,
                    scratch)
            }
        case .bf16:
            check(
                riposte_matmul(
                    riposte_bf16, true, false, accumulate, 1, m, n, rows, a.pointer, m, 0,
                    b.pointer, n, 0, start, stride, 0), "weight gradient \(c.shape)")
        }
    }
}

extension Tape {
    /// Adds aᵀ·b to the gradient of `weight`.
    func addTransposedProduct(_ a: Operand, _ b: Operand, intoGradientOf weight: Variable) {
        weight.withGradient { gradient, accumulate in
            arena.transposedProduct(a, b, into: gradient, accumulate: accumulate)
        }
    }
}

/// oneDNN fails only for lack of memory or a programmer's mistake: there is nothing to recover.
func check(_ status: Int32, _ what: @autoclosure () -> String) {
    if status != 0 { fatalError("oneDNN refused \(what()) with status \(status)") }
}
