import CKernels
import COneDNN

/// A weight matrix W [outputs, inputs] rounded to int8, with a step for each output: what writing
/// multiplies with. It is a quarter of f32, so it comes from a nearer cache, and sums are exact.
public final class Int8Weights {
    /// Rows of W.
    public let outputs: Int
    private let inputs: Int
    private let packed: UnsafeMutablePointer<Int8>
    private let steps: UnsafeMutablePointer<Float>
    private let offsets: UnsafeMutablePointer<Int32>

    /// The columns `columns` of `weights`; all of them when nil.
    public convenience init(_ weights: Matrix, columns: Range<Int>? = nil) {
        let columns = columns ?? 0..<weights.columns
        precondition(columns.lowerBound >= 0 && columns.upperBound <= weights.columns)
        self.init(
            weights.pointer + columns.lowerBound, outputs: weights.rows, inputs: columns.count,
            strides: (output: weights.columns, input: 1))
    }

    /// Element (output, input) is `elements[output·strides.output + input·strides.input]`; one of the
    /// strides is 1.
    public init(
        _ elements: UnsafePointer<Float>, outputs: Int, inputs: Int,
        strides: (output: Int, input: Int)
    ) {
        precondition(strides.output == 1 || strides.input == 1)
        self.outputs = outputs
        self.inputs = inputs
        let (rows, width) = (Int64(inputs), Int64(outputs))
        let room = Int(riposte_int8_panels_columns(width))
        packed = UnsafeMutableRawPointer.allocate(
            byteCount: max(1, Int(riposte_int8_panels_count(rows, width))), alignment: 64
        ).assumingMemoryBound(to: Int8.self)
        steps = .allocate(capacity: max(1, room))
        offsets = .allocate(capacity: max(1, room))
        riposte_int8_panels_pack(
            rows, width, elements, Int64(strides.input), Int64(strides.output), packed, steps,
            offsets)
    }

    deinit {
        packed.deallocate()
        steps.deallocate()
        offsets.deallocate()
    }

    /// y [rows, outputs] = x [rows, inputs] · Wᵀ (+ y). A row of y is the same bits alone and among
    /// others.
    public func multiply(_ x: Int8Rows, into y: Matrix, accumulate: Bool = false) {
        precondition(x.columns == inputs && y.rows == x.rows && y.columns == outputs)
        riposte_int8_panels_product(
            Int64(x.rows), Int64(outputs), Int64(inputs), x.values, x.steps, packed, steps,
            offsets, y.pointer, Int64(outputs), accumulate)
    }

    /// Whether products of so many rows are faster than those of ``Precision/fastest``. For a few rows,
    /// which wait for the weights' memory, they are wherever vectors multiply int8; for many there are AMX,
    /// which multiplies bf16 faster still, and f32 in wider vectors.
    public static func areFast(rows: Int) -> Bool {
        let bits = riposte_int8_vector_bits()
        guard bits > 0 else { return false }
        let isOutdone =
            bits < riposte_vector_bits() || (riposte_has_amx() && riposte_has_fast_bf16())
        return rows <= 4 || !isOutdone
    }
}

/// Room for rows of f32 rounded to int8, with a step for each row: the left operand of products with
/// ``Int8Weights``.
public final class Int8Rows {
    let rows: Int
    let columns: Int
    fileprivate let values: UnsafeMutablePointer<UInt8>
    fileprivate let steps: UnsafeMutablePointer<Float>

    /// Room for [`rows`, `columns`].
    public init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        values = .allocate(capacity: max(1, rows * Int(riposte_int8_width(Int64(columns)))))
        steps = .allocate(capacity: max(1, rows))
    }

    deinit {
        values.deallocate()
        steps.deallocate()
    }

    /// Takes over the values of `x` [rows, columns].
    public func round(_ x: Matrix) {
        precondition(x.rows == rows && x.columns == columns)
        round(x.pointer, stride: columns)
    }

    /// Takes over rows that lie `stride` apart.
    func round(_ x: UnsafePointer<Float>?, stride: Int) {
        riposte_int8_quantize(Int64(rows), Int64(columns), x, Int64(stride), values, steps)
    }
}
