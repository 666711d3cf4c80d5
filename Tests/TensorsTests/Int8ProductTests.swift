import CKernels
import Testing

/// The matrix products of int8 against plain double-precision loops, on whatever vectors are in use.
@Suite("Matrix products in int8")
struct Int8ProductTests {
    /// Shapes around the edges of tiles (8 rows), panels (32 columns) and groups of four.
    static let shapes = [
        (0, 5, 3), (1, 1, 1), (1, 300, 33), (2, 140, 5), (3, 31, 64), (4, 70, 100), (5, 33, 7),
        (7, 64, 31), (8, 32, 48), (9, 65, 131), (16, 96, 40), (25, 17, 9), (5, 300, 6),
    ]

    /// A packed matrix of `n` columns and its product with rows.
    private struct Packed {
        let (n, k): (Int, Int)
        var panels: [Int8]
        var steps: [Float]
        var offsets: [Int32]

        /// Element (i, j) is b[i·rowStride + j·columnStride].
        init(_ b: [Float], n: Int, k: Int, rowStride: Int, columnStride: Int) {
            (self.n, self.k) = (n, k)
            let columns = Int(riposte_int8_panels_columns(Int64(n)))
            panels = [Int8](
                repeating: 77, count: Int(riposte_int8_panels_count(Int64(k), Int64(n))))
            steps = [Float](repeating: .nan, count: columns)
            offsets = [Int32](repeating: 99, count: columns)
            riposte_int8_panels_pack(
                Int64(k), Int64(n), b, Int64(rowStride), Int64(columnStride), &panels, &steps,
                &offsets)
        }

        func product(_ a: [Float], rows m: Int, stride: Int, onto before: [Float]? = nil) -> [Float]
        {
            let width = Int(riposte_int8_width(Int64(k)))
            var rounded = [UInt8](repeating: 11, count: m * width)
            var rowSteps = [Float](repeating: .nan, count: m)
            riposte_int8_quantize(
                Int64(m), Int64(k), a, Int64(stride), &rounded, &rowSteps)
            var c = before ?? [Float](repeating: .nan, count: m * n)
            riposte_int8_panels_product(
                Int64(m), Int64(n), Int64(k), rounded, rowSteps, panels, steps, offsets, &c,
                Int64(n), before != nil)
            return c
        }
    }

    /// Whole numbers up to 127 are not rounded at all, so every result is the exact sum.
    @Test(arguments: shapes, [false, true])
    func wholeNumbersAreExact(_ shape: (Int, Int, Int), _ isTransposed: Bool) {
        let (m, n, k) = shape
        let stride = k + 2
        var a = ProductTests.values(m * stride, 1).map { ($0 * 127).rounded() }
        var b = ProductTests.values(k * n, 2).map { ($0 * 127).rounded() }
        // The same memory read as B [k, n] or as the transpose of [n, k].
        let strides = isTransposed ? (row: 1, column: k) : (row: n, column: 1)
        for row in 0..<m { a[row * stride + row % k] = row % 2 == 0 ? 127 : -127 }
        for column in 0..<n { b[column % k * strides.row + column * strides.column] = -127 }
        let packed = Packed(b, n: n, k: k, rowStride: strides.row, columnStride: strides.column)
        let before = ProductTests.values(m * n, 3).map { ($0 * 100).rounded() }
        let plain = packed.product(a, rows: m, stride: stride)
        let added = packed.product(a, rows: m, stride: stride, onto: before)
        for row in 0..<m {
            for column in 0..<n {
                let sum = (0..<k).reduce(0.0) {
                    $0 + Double(a[row * stride + $1])
                        * Double(b[$1 * strides.row + column * strides.column])
                }
                let place = row * n + column
                #expect(Double(plain[place]) == sum)
                #expect(Double(added[place]) == sum + Double(before[place]))
            }
        }
    }

    /// Other numbers are off by no more than half a step each.
    @Test(arguments: shapes)
    func roundingIsByHalfAStepAtMost(_ shape: (Int, Int, Int)) {
        let (m, n, k) = shape
        let a = ProductTests.values(m * k, 4)
        let b = ProductTests.values(k * n, 5).map { 0.1 * $0 }
        let c = Packed(b, n: n, k: k, rowStride: n, columnStride: 1).product(a, rows: m, stride: k)
        for row in 0..<m {
            let x = (0..<k).map { Double(a[row * k + $0]) }
            let rowStep = (x.map(abs).max() ?? 0) / 127
            for column in 0..<n {
                let w = (0..<k).map { Double(b[$0 * n + column]) }
                let step = (w.map(abs).max() ?? 0) / 127
                let (sum, most) = zip(x, w).reduce((0.0, 1e-6)) { sums, pair in
                    let (x, w) = pair
                    return (
                        sums.0 + x * w,
                        sums.1 + 0.5001 * (abs(x) * step + abs(w) * rowStep)
                            + 0.26 * step * rowStep
                    )
                }
                #expect(abs(Double(c[row * n + column]) - sum) <= most)
            }
        }
    }

    /// What lets one stream or many, and any number of workers, write the same.
    @Test func aRowIsTheSameAloneAndAmongOthers() {
        let (n, k) = (150, 77)
        let a = ProductTests.values(30 * k, 1)
        let packed = Packed(
            ProductTests.values(k * n, 2), n: n, k: k, rowStride: n, columnStride: 1)
        let together = packed.product(a, rows: 30, stride: k)
        for count in 1...17 {
            let some = Array(a[3 * k..<(3 + count) * k])
            #expect(
                packed.product(some, rows: count, stride: k)
                    == Array(together[3 * n..<(3 + count) * n]))
        }
    }

    @Test func zerosAndWhatIsNoNumber() {
        let packed = Packed(
            [Float](repeating: 0, count: 40) + [Float](repeating: 1, count: 40), n: 2, k: 40,
            rowStride: 1, columnStride: 40)
        var a = [Float](repeating: 0, count: 80)
        for i in 40..<80 { a[i] = 2 }
        let c = packed.product(a, rows: 2, stride: 40)
        #expect(c[0] == 0 && c[1] == 0 && c[2] == 0)
        #expect(abs(c[3] - 80) < 1e-4)
        a[50] = .nan
        #expect(packed.product(a, rows: 2, stride: 40)[3].isNaN)
    }
}
