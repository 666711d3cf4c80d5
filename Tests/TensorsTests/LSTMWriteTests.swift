import CKernels
import Foundation
import Testing

/// The LSTM's step for writing against a plain double-precision loop.
@Suite("An LSTM's step for writing")
struct LSTMWriteTests {
    /// Sizes around the edges of vectors; from small arguments of the gates to ones that shut them.
    @Test(arguments: [1, 12, 64, 200], [1, 8, 300] as [Float])
    func followsTheFormula(hidden: Int, range: Float) {
        let (rows, width) = (3, 4 * hidden)
        func values(_ count: Int, _ seed: UInt64) -> [Float] {
            ProductTests.values(count, seed).map { $0 * range }
        }
        let products = values(rows * width, 1)
        let table = values(5 * width, 2)
        let symbols: [Int32] = [4, 0, 4]
        let before = ProductTests.values(rows * hidden, 4).map { 3 * $0 }
        for (usesTable, conditionRows) in [(true, rows), (true, 1), (false, rows), (false, 1)] {
            let condition = values(conditionRows * width, 3)
            var c = before
            var h = [Float](repeating: .nan, count: rows * hidden)
            table.withUnsafeBufferPointer { table in
                riposte_lstm_write(
                    Int64(rows), Int64(hidden), products, usesTable ? table.baseAddress : nil,
                    symbols, condition, conditionRows == 1 ? 0 : Int64(width), &c, &h)
            }
            for row in 0..<rows {
                for unit in 0..<hidden {
                    func gate(_ index: Int) -> Double {
                        let place = index * hidden + unit
                        let symbol = usesTable ? table[Int(symbols[row]) * width + place] : 0
                        return Double(products[row * width + place]) + Double(symbol)
                            + Double(condition[row % conditionRows * width + place])
                    }
                    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
                    let place = row * hidden + unit
                    let cell =
                        sigmoid(gate(1)) * Double(before[place]) + sigmoid(gate(0)) * tanh(gate(2))
                    #expect(abs(Double(c[place]) - cell) < 1e-5)
                    #expect(abs(Double(h[place]) - sigmoid(gate(3)) * tanh(cell)) < 1e-5)
                }
            }
        }
    }

    @Test func whatIsNoNumberStaysNone() {
        var products = [Float](repeating: 0.5, count: 4 * 70)
        products[3] = .nan
        let bias = [Float](repeating: 0, count: 4 * 70)
        var c = [Float](repeating: 0, count: 70)
        var h = c
        riposte_lstm_write(1, 70, products, nil, [0], bias, 0, &c, &h)
        #expect(c.indices.filter { c[$0].isNaN } == [3] && h.indices.filter { h[$0].isNaN } == [3])
    }
}
