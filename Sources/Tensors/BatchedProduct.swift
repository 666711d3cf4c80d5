import CKernels
import COneDNN

/// One of `count` matrices that lie `distance` elements apart, rows `stride` apart.
struct Batched<Pointer> {
    let pointer: Pointer
    let stride: Int
    let distance: Int
}

/// Which operand of a product is stored transposed.
public enum TransposedOperand: Sendable { case none, left, right }

extension Arena {
    /// c[i] [m, n] = a[i] [m, k] · b[i] [k, n] (+ c[i]) for `count` independent products; a transposed
    /// operand is stored [k, m] or [n, k]. The arena lends room for copies.
    func batchedProduct(
        _ precision: Precision, count: Int, m: Int, n: Int, k: Int,
        _ a: Batched<UnsafeMutableRawPointer>, _ b: Batched<UnsafeMutableRawPointer>,
        transposed: TransposedOperand = .none, into c: Batched<UnsafeMutablePointer<Float>>,
        accumulate: Bool = false
    ) {
        guard precision.hasOwnProducts else {
            check(
                riposte_matmul(
                    precision.code, transposed == .left, transposed == .right, accumulate,
                    Int64(count), Int64(m), Int64(n), Int64(k), a.pointer, Int64(a.stride),
                    Int64(a.distance), b.pointer, Int64(b.stride), Int64(b.distance), c.pointer,
                    Int64(c.stride), Int64(c.distance)),
                "batched product \(count)×[\(m), \(k)]·[\(k), \(n)]")
            return
        }
        let shape = SmallProduct(
            m: m, n: n, k: k, aStride: a.stride, bStride: b.stride, cStride: c.stride,
            transposed: transposed, accumulate: accumulate)
        for index in 0..<count {
            let left = a.pointer + index * a.distance * precision.bytes
            let right = b.pointer + index * b.distance * precision.bytes
            let result = c.pointer + index * c.distance
            switch precision {
            case .f32:
                product(
                    shape, left.assumingMemoryBound(to: Float.self),
                    right.assumingMemoryBound(to: Float.self), result)
            case .bf16:
                product(
                    shape, left.assumingMemoryBound(to: UInt16.self),
                    right.assumingMemoryBound(to: UInt16.self), result)
            }
        }
    }

    /// Up to so many rows, copying b costs more than it saves.
    private static let fewRows = 2

    private func product(
        _ shape: SmallProduct, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
        _ c: UnsafeMutablePointer<Float>
    ) {
        let (m, n, k) = (Int64(shape.m), Int64(shape.n), Int64(shape.k))
        let (aStride, bStride, cStride) = shape.strides
        if shape.transposed == .left {
            lend(Float.self, count: Int(riposte_transposed_scratch(m))) { scratch in
                riposte_transposed_product(
                    k, m, n, a, aStride, b, bStride, c, cStride, shape.accumulate, scratch)
            }
        } else if shape.m <= Arena.fewRows {
            for row in 0..<shape.m {
                riposte_row_product_f32(
                    n, k, a + row * shape.aStride, b, bStride, shape.transposed == .right,
                    c + row * shape.cStride, shape.accumulate)
            }
        } else {
            lend(Float.self, count: Int(riposte_panels_count(k, n))) { packed in
                let isTransposed = shape.transposed == .right
                riposte_panels_pack(
                    k, n, b, isTransposed ? 1 : bStride, isTransposed ? bStride : 1, packed)
                riposte_panels_product(
                    m, n, k, a, aStride, packed, k, c, cStride, shape.accumulate)
            }
        }
    }

    private func product(
        _ shape: SmallProduct, _ a: UnsafePointer<UInt16>, _ b: UnsafePointer<UInt16>,
        _ c: UnsafeMutablePointer<Float>
    ) {
        let (m, n, k) = (Int64(shape.m), Int64(shape.n), Int64(shape.k))
        let (aStride, bStride, cStride) = shape.strides
        if shape.transposed == .left {
            lend(UInt16.self, count: Int(riposte_bf16_transposed_scratch(m))) { scratch in
                riposte_bf16_transposed_product(
                    k, m, n, a, aStride, b, bStride, c, cStride, shape.accumulate, scratch)
            }
        } else if shape.m <= Arena.fewRows {
            for row in 0..<shape.m {
                riposte_row_product_bf16(
                    n, k, a + row * shape.aStride, b, bStride, shape.transposed == .right,
                    c + row * shape.cStride, shape.accumulate)
            }
        } else {
            lend(UInt16.self, count: Int(riposte_bf16_panels_count(k, n))) { packed in
                riposte_bf16_panels_repack(
                    k, n, b, bStride, shape.transposed == .right, packed)
                riposte_bf16_panels_product(
                    m, n, k, a, aStride, packed, k, c, cStride, shape.accumulate)
            }
        }
    }
}

/// What the products of a batch have in common.
private struct SmallProduct {
    let m: Int
    let n: Int
    let k: Int
    let aStride: Int
    let bStride: Int
    let cStride: Int
    let transposed: TransposedOperand
    let accumulate: Bool

    var strides: (a: Int64, b: Int64, c: Int64) { (Int64(aStride), Int64(bStride), Int64(cStride)) }
}
