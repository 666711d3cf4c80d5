import CKernels
import Foundation
import Testing

/// The matrix products in f32 against plain double-precision loops.
@Suite("Matrix products")
struct ProductTests {
    /// Shapes around the edges of tiles (6 rows), panels (8, 16 or 32 columns) and chunks (768 rows).
    static let shapes = [
        (0, 5, 3), (3, 5, 0), (1, 1, 1), (1, 200, 33), (2, 70, 5), (3, 31, 64), (4, 16, 100),
        (5, 33, 7), (6, 32, 48),
        (7, 129, 31), (13, 64, 130), (16, 96, 40), (33, 17, 9),
    ]

    /// Values between −1 and 1 that look like noise.
    static func values(_ count: Int, _ seed: UInt64) -> [Float] {
        var state = seed
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(Int64(bitPattern: state) >> 32) / 2_147_483_648
        }
    }

    @Test("C = A·B and C += A·B", arguments: shapes, [false, true])
    func product(_ shape: (Int, Int, Int), _ isTransposed: Bool) {
        let (m, n, k) = shape
        let a = Self.values(m * k, 1)
        let b = Self.values(k * n, 2)
        let before = Self.values(m * n, 3)
        var packed = [Float](
            repeating: .nan, count: Int(riposte_panels_count(Int64(k), Int64(n))))
        // The same memory read as B [k, n] or as the transpose of [n, k].
        let strides = isTransposed ? (row: 1, column: k) : (row: n, column: 1)
        riposte_panels_pack(
            Int64(k), Int64(n), b, Int64(strides.row), Int64(strides.column), &packed)
        for accumulate in [false, true] {
            var c = before
            riposte_panels_product(
                Int64(m), Int64(n), Int64(k), a, Int64(k), packed, Int64(k), &c, Int64(n),
                accumulate)
            for row in 0..<m {
                for column in 0..<n {
                    var sum = accumulate ? Double(before[row * n + column]) : 0
                    for i in 0..<k {
                        sum +=
                            Double(a[row * k + i])
                            * Double(b[i * strides.row + column * strides.column])
                    }
                    #expect(abs(Double(c[row * n + column]) - sum) < 1e-5)
                }
            }
        }
    }

    @Test(
        "C = Aᵀ·B and C += Aᵀ·B",
        arguments: [(1, 5, 3), (16, 7, 33), (100, 13, 40), (768, 6, 16), (1700, 12, 17)])
    func transposedProduct(_ shape: (Int, Int, Int)) {
        let (rows, m, n) = shape
        // Rows lie further apart than they are long.
        let a = Self.values(rows * (m + 3), 4)
        let b = Self.values(rows * (n + 1), 5)
        let before = Self.values(m * n, 6)
        for accumulate in [false, true] {
            var c = before
            var scratch = [Float](
                repeating: .nan, count: Int(riposte_transposed_scratch(Int64(m))))
            riposte_transposed_product(
                Int64(rows), Int64(m), Int64(n), a, Int64(m + 3), b, Int64(n + 1), &c, Int64(n),
                accumulate, &scratch)
            for i in 0..<m {
                for j in 0..<n {
                    var sum = accumulate ? Double(before[i * n + j]) : 0
                    for r in 0..<rows {
                        sum += Double(a[r * (m + 3) + i]) * Double(b[r * (n + 1) + j])
                    }
                    #expect(abs(Double(c[i * n + j]) - sum) < 1e-4)
                }
            }
        }
    }

    @Test("One row times a matrix", arguments: [(1, 1), (5, 33), (130, 64)], [false, true])
    func rowProduct(_ shape: (Int, Int), _ isTransposed: Bool) {
        let (n, k) = shape
        let stride = (isTransposed ? k : n) + 2
        let a = Self.values(k, 1)
        let b = Self.values((isTransposed ? n : k) * stride, 2)
        var (a16, b16) = (
            [UInt16](repeating: 0, count: a.count), [UInt16](repeating: 0, count: b.count)
        )
        riposte_to_bf16(1, Int64(a.count), a, 0, &a16, 0)
        riposte_to_bf16(1, Int64(b.count), b, 0, &b16, 0)
        let before = Self.values(n, 3)
        for accumulate in [false, true] {
            var (c, c16) = (before, before)
            riposte_row_product_f32(
                Int64(n), Int64(k), a, b, Int64(stride), isTransposed, &c, accumulate)
            riposte_row_product_bf16(
                Int64(n), Int64(k), a16, b16, Int64(stride), isTransposed, &c16, accumulate)
            for j in 0..<n {
                var sum = accumulate ? Double(before[j]) : 0
                for i in 0..<k {
                    sum += Double(a[i]) * Double(b[isTransposed ? j * stride + i : i * stride + j])
                }
                #expect(abs(Double(c[j]) - sum) < 1e-5)
                // Each factor is rounded to 8 bits.
                #expect(abs(Double(c16[j]) - sum) < 0.01 * Double(k).squareRoot())
            }
        }
    }

    @Test func vectorsAreNoWiderThanAsked() {
        let limit = ProcessInfo.processInfo.environment["RIPOSTE_VECTOR_BITS"].flatMap(Int64.init)
        #expect(riposte_vector_bits() <= limit ?? 512)
        // Every processor that this is built for has as much.
        #expect(riposte_vector_bits() >= 128)
    }
}
