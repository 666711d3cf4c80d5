import CKernels
import Foundation
import Testing

extension Double {
    var exponential: Double { exp(self) }
}

/// The vector loops against plain double-precision Swift.
@Suite("Vector loops")
struct KernelTests {
    let values: [Float] = (0..<1003).map { Float(sin(Double($0) * 1.7) * 9) }

    @Test func tanhIsAccurate() {
        var result = [Float](repeating: 0, count: values.count)
        riposte_tanh(Int64(values.count), values, &result)
        for (x, y) in zip(values, result) { #expect(abs(Double(y) - tanh(Double(x))) < 3e-7) }
    }

    @Test func logSoftmaxIsAccurate() {
        var result = [Float](repeating: 0, count: values.count)
        riposte_log_softmax(1, Int64(values.count), values, &result)
        let top = Double(values.max() ?? 0)
        let offset = top + log(values.reduce(0.0) { $0 + exp(Double($1) - top) })
        for (x, y) in zip(values, result) { #expect(abs(Double(y) - (Double(x) - offset)) < 4e-6) }
    }

    @Test func maskedSoftmaxStartsAtItsFirstColumn() {
        var scores: [Float] = [5, 1, 2, 3, 9, 0, 0, 1]
        riposte_softmax(2, 4, 2, 0.5, &scores)
        #expect(scores[0] == 0 && scores[1] == 0 && scores[4] == 0 && scores[5] == 0)
        let expected = 1 / (1 + exp(0.5))
        #expect(abs(Double(scores[2]) - expected) < 1e-6)
        #expect(abs(scores[6] + scores[7] - 1) < 1e-6)
        riposte_softmax(2, 4, 4, 1, &scores)
        #expect(scores.allSatisfy { $0 == 0 })
    }

    @Test func bf16RoundsToNearestEven() {
        let source: [Float] = [1, 1.00390625, 1.01171875, -2.5, 3.0e38]
        var packed = [UInt16](repeating: 0, count: source.count)
        var back = [Float](repeating: 0, count: source.count)
        riposte_to_bf16(1, Int64(source.count), source, 0, &packed, 0)
        riposte_from_bf16(Int64(source.count), packed, &back)
        // 1 + 2⁻⁸ lies halfway between 1 and 1 + 2⁻⁷: even is 1. 1 + 3·2⁻⁸ goes up to 1 + 2⁻⁶.
        #expect(back[0] == 1 && back[1] == 1 && back[2] == 1.015625 && back[3] == -2.5)
        #expect(abs(back[4] - 3.0e38) < 3.0e38 / 256)
    }

    @Test func sumOfSquares() {
        let expected = values.reduce(0.0) { $0 + Double($1) * Double($1) }
        let given = riposte_sum_of_squares(Int64(values.count), values)
        #expect(abs(given - expected) < 1e-5 * expected)
    }

    /// Moments of Gumbel noise: mean γ = 0.5772, variance π²/6; of normal noise: 0 and 1.
    @Test func noiseHasItsMoments() {
        let count = 100_000
        var noise = [Float](repeating: 0, count: count)
        riposte_gumbel(77, 3, Int64(count), &noise)
        #expect(abs(moments(noise).mean - 0.57722) < 0.02)
        #expect(abs(moments(noise).variance - 1.64493) < 0.05)
        riposte_normal(78, Int64(count), &noise)
        #expect(abs(moments(noise).mean) < 0.02)
        #expect(abs(moments(noise).variance - 1) < 0.03)
        var other = [Float](repeating: 0, count: count)
        riposte_gumbel(77, 4, Int64(count), &noise)
        riposte_gumbel(77, 5, Int64(count), &other)
        let products = zip(noise, other).reduce(0.0) {
            $0 + (Double($1.0) - 0.57722) * (Double($1.1) - 0.57722)
        }
        #expect(abs(products / Double(count)) < 0.03, "rows must be independent")
    }

    @Test func dropoutKeepsItsShareAndItsMask() {
        let ones = [Float](repeating: 1, count: 50_000)
        var first = ones
        var second = [Float](repeating: 0, count: 50_000)
        riposte_dropout(5, 50_000, 0.8, ones, &first)
        riposte_dropout_add(5, 50_000, 0.8, ones, &second)
        #expect(first == second)
        let share = Double(first.count { $0 > 0 }) / 50_000
        #expect(abs(share - 0.8) < 0.01)
        #expect(first.allSatisfy { $0 == 0 || $0 == 1.25 })
    }

    @Test func adamFollowsItsAlgorithm() {
        let gradient: [Float] = [0.5, -2, 0, 1e-3]
        var m: [Float] = [0.1, 0.2, 0.3, 0]
        var v: [Float] = [0.01, 0.5, 0.2, 0]
        var x: [Float] = [1, -1, 0.5, 0]
        let before = (m, v, x)
        riposte_adam(4, 0.01, 0.9, 0.99, 1e-8, 0.001, 0.5, gradient, &m, &v, &x)
        for i in 0..<4 {
            let g = Double(gradient[i]) * 0.5
            let mi = 0.9 * Double(before.0[i]) + 0.1 * g
            let vi = 0.99 * Double(before.1[i]) + 0.01 * g * g
            let xi = Double(before.2[i])
            let expected = xi - 0.01 * mi / (vi.squareRoot() + 1e-8) - 0.001 * xi
            #expect(abs(Double(m[i]) - mi) < 1e-6 && abs(Double(v[i]) - vi) < 1e-6)
            #expect(abs(Double(x[i]) - expected) < 1e-6)
        }
    }

    private func moments(_ values: [Float]) -> (mean: Double, variance: Double) {
        let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
        let variance = values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
        return (mean, variance / Double(values.count))
    }
}
