import CKernels
import Testing

/// The matrix products of bf16 with f32 sums against plain double-precision loops over the same, rounded
/// operands.
@Suite("Matrix products in bf16", .enabled(if: riposte_has_bf16_panels()))
struct BF16ProductTests {
    /// Shapes around the edges of tiles (12 rows), panels (32 columns), pairs and chunks (800 rows).
    static let shapes = [
        (0, 5, 3), (3, 5, 0), (1, 1, 1), (1, 200, 33), (2, 140, 5), (3, 31, 64), (4, 70, 100),
        (5, 33, 7), (8, 64, 31), (12, 32, 48), (13, 65, 131), (16, 96, 40), (25, 17, 9),
        (5, 300, 6),
    ]

    private static func rounded(_ values: [Float]) -> (bf16: [UInt16], f32: [Float]) {
        var bf16 = [UInt16](repeating: 0, count: values.count)
        riposte_to_bf16(1, Int64(values.count), values, 0, &bf16, 0)
        var f32 = values
        riposte_from_bf16(Int64(values.count), bf16, &f32)
        return (bf16, f32)
    }

    @Test("C = A·B and C += A·B", arguments: shapes, [false, true])
    func product(_ shape: (Int, Int, Int), _ isTransposed: Bool) {
        let (m, n, k) = shape
        let a = Self.rounded(ProductTests.values(m * k, 1))
        let b = Self.rounded(ProductTests.values(k * n, 2)).f32
        let before = ProductTests.values(m * n, 3)
        var packed = [UInt16](
            repeating: 0x7FC0, count: Int(riposte_bf16_panels_count(Int64(k), Int64(n))))
        // The same memory read as B [k, n] or as the transpose of [n, k].
        let strides = isTransposed ? (row: 1, column: k) : (row: n, column: 1)
        riposte_bf16_panels_pack(
            Int64(k), Int64(n), b, Int64(isTransposed ? k : n), isTransposed, &packed)
        for accumulate in [false, true] {
            var c = before
            riposte_bf16_panels_product(
                Int64(m), Int64(n), Int64(k), a.bf16, Int64(k), packed, Int64(k), &c, Int64(n),
                accumulate)
            for row in 0..<m {
                for column in 0..<n {
                    var sum = accumulate ? Double(before[row * n + column]) : 0
                    for i in 0..<k {
                        sum +=
                            Double(a.f32[row * k + i])
                            * Double(b[i * strides.row + column * strides.column])
                    }
                    #expect(abs(Double(c[row * n + column]) - sum) < 2e-5)
                }
            }
        }
    }

    /// What lets shards of any size, and one stream or many, give the same bits.
    @Test func aRowIsTheSameAloneAndAmongOthers() {
        let (n, k) = (150, 77)
        let a = Self.rounded(ProductTests.values(30 * k, 1)).bf16
        var packed = [UInt16](
            repeating: 0, count: Int(riposte_bf16_panels_count(Int64(k), Int64(n))))
        riposte_bf16_panels_pack(
            Int64(k), Int64(n), ProductTests.values(k * n, 2), Int64(n), false, &packed)
        func product(_ rows: Range<Int>) -> [Float] {
            var c = [Float](repeating: 0, count: rows.count * n)
            riposte_bf16_panels_product(
                Int64(rows.count), Int64(n), Int64(k),
                Array(a[rows.lowerBound * k..<rows.upperBound * k]), Int64(k), packed,
                Int64(k), &c, Int64(n), false)
            return c
        }
        let together = product(0..<30)
        for count in 1...13 {
            #expect(product(3..<3 + count) == Array(together[3 * n..<(3 + count) * n]))
        }
    }

    /// Packing what is bf16 already, here with rows further apart than they are long.
    @Test(arguments: [(1, 1), (3, 40), (64, 32), (77, 65)], [false, true])
    func repackingIsPacking(_ shape: (Int, Int), _ isTransposed: Bool) {
        let (rows, columns) = shape
        let stride = (isTransposed ? rows : columns) + 3
        let values = Self.rounded(
            ProductTests.values((isTransposed ? columns : rows) * stride, 9))
        let count = Int(riposte_bf16_panels_count(Int64(rows), Int64(columns)))
        var packed = [UInt16](repeating: 1, count: count)
        var repacked = [UInt16](repeating: 2, count: count)
        riposte_bf16_panels_pack(
            Int64(rows), Int64(columns), values.f32, Int64(stride), isTransposed, &packed)
        riposte_bf16_panels_repack(
            Int64(rows), Int64(columns), values.bf16, Int64(stride), isTransposed, &repacked)
        #expect(packed == repacked)
    }

    @Test(
        "C = Aᵀ·B and C += Aᵀ·B",
        arguments: [
            (1, 5, 3), (16, 7, 33), (101, 13, 40), (800, 6, 16), (1701, 26, 17), (9, 20, 288),
        ])
    func transposedProduct(_ shape: (Int, Int, Int)) {
        let (rows, m, n) = shape
        // Rows lie further apart than they are long.
        let a = Self.rounded(ProductTests.values(rows * (m + 3), 4))
        let b = Self.rounded(ProductTests.values(rows * (n + 1), 5))
        let before = ProductTests.values(m * n, 6)
        for accumulate in [false, true] {
            var c = before
            var scratch = [UInt16](
                repeating: 0x7FC0, count: Int(riposte_bf16_transposed_scratch(Int64(m))))
            riposte_bf16_transposed_product(
                Int64(rows), Int64(m), Int64(n), a.bf16, Int64(m + 3), b.bf16, Int64(n + 1), &c,
                Int64(n), accumulate, &scratch)
            for i in 0..<m {
                for j in 0..<n {
                    var sum = accumulate ? Double(before[i * n + j]) : 0
                    for r in 0..<rows {
                        sum += Double(a.f32[r * (m + 3) + i]) * Double(b.f32[r * (n + 1) + j])
                    }
                    #expect(abs(Double(c[i * n + j]) - sum) < 2e-4)
                }
            }
        }
    }
}
