/// A row-major f32 matrix in memory that somebody else owns (an ``Arena``, a parameter).
public struct Matrix {
    /// The first element.
    public let pointer: UnsafeMutablePointer<Float>
    /// Number of rows.
    public let rows: Int
    /// Number of columns; also the distance from one row to the next.
    public let columns: Int

    /// A view of `rows`·`columns` elements that start at `pointer`.
    public init(_ pointer: UnsafeMutablePointer<Float>, rows: Int, columns: Int) {
        self.pointer = pointer
        self.rows = rows
        self.columns = columns
    }

    /// Number of elements.
    public var count: Int { rows * columns }

    /// The elements, row after row.
    public var elements: UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(start: pointer, count: count)
    }

    /// The rows `range` as a matrix of their own (the same memory).
    public func rows(_ range: Range<Int>) -> Matrix {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
        return Matrix(
            pointer + range.lowerBound * columns, rows: range.count, columns: columns)
    }

    /// The element at (`row`, `column`).
    public subscript(row: Int, column: Int) -> Float {
        get { pointer[row * columns + column] }
        nonmutating set { pointer[row * columns + column] = newValue }
    }

    func fill(_ value: Float) { pointer.update(repeating: value, count: count) }

    /// "[rows, columns]", for messages.
    var shape: String { "[\(rows), \(columns)]" }
}

/// A matrix in the form that products read: elements of a ``Precision``, dense, row after row (oneDNN
/// falls back to a plain loop when there are gaps between the rows).
struct Operand {
    let pointer: UnsafeMutableRawPointer
    let rows: Int
    let columns: Int
    let precision: Precision

    func rows(_ range: Range<Int>) -> Operand {
        Operand(
            pointer: pointer + range.lowerBound * columns * precision.bytes, rows: range.count,
            columns: columns, precision: precision)
    }
}
