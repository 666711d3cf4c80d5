import Tensors
import Testing

/// An LSTM that looks its symbols up finds what one finds that reads their vectors.
@Suite("Symbols looked up")
struct SymbolGatesTests {
    private struct Found {
        var states: [Float]
        var lastCell: [Float]
        var gradients: [[Float]]
    }

    /// Widths within a panel of the products and beyond, even and odd (bf16 packs in pairs, so that an
    /// odd one is read as vectors there); one and two rows, and four in bf16, take several panels at once.
    @Test(
        "As by vectors",
        arguments: [
            (6, 7, 5), (32, 40, 5), (48, 33, 5), (64, 96, 1), (64, 96, 2), (48, 96, 4), (5, 16, 3),
        ], Precision.supported)
    func asByVectors(_ shape: (inputs: Int, hidden: Int, batch: Int), _ precision: Precision) {
        let looked = run(shape, precision, isLookedUp: true)
        let read = run(shape, precision, isLookedUp: false)
        // Sums are taken in another order, and in bf16 those of a symbol's gradients are rounded once more.
        let tolerance: Float = precision == .f32 ? 1e-5 : 2e-2
        expectClose(looked.states, read.states, tolerance)
        expectClose(looked.lastCell, read.lastCell, tolerance)
        for (one, other) in zip(looked.gradients, read.gradients) {
            expectClose(one, other, tolerance)
        }
    }

    /// Two texts under the same weights: the gradients of one are added to the other's. The first has a
    /// condition for each sequence, the second one bias for all.
    private func run(
        _ shape: (inputs: Int, hidden: Int, batch: Int), _ precision: Precision, isLookedUp: Bool
    ) -> Found {
        let (inputs, hidden, batch) = shape
        let (symbols, steps) = (40, 9)
        let tape = Tape(precision: precision)
        let weight = parameter(tape, 4 * hidden, inputs + hidden, 1, scale: 0.3)
        let table = parameter(tape, symbols, inputs, 2, scale: 1)
        let conditions = [batch, 1].map { parameter(tape, $0, 4 * hidden, 3, scale: 1) }
        let initial = (
            state: parameter(tape, batch, hidden, 4, scale: 1),
            cell: parameter(tape, batch, hidden, 5, scale: 1)
        )
        var states: [Float] = []
        var lastCell: [Float] = []
        for pass in 0..<2 {
            let text = tape.indices(
                (0..<steps * batch).map {
                    Int32(RandomSource(seed: 6).child("text", pass).below(symbols, $0) / 2)
                })
            let input = LSTMInput.symbols(text, table: table)
            let output = tape.lstm(
                isLookedUp ? input : .vectors(input.vectors(on: tape)), weight: weight,
                condition: conditions[pass], initial: initial, batch: batch,
                starts: tape.indices(Array([0, 3, 0, 8, 1].prefix(batch))))
            states += output.states.value.elements
            lastCell += output.lastCell.elements
            let seed = output.states.accumulatedGradient
            for index in 0..<seed.count {
                seed.pointer[index] = Float(RandomSource(seed: 7).uniform(index) - 0.5)
            }
        }
        tape.backward()
        return Found(
            states: states, lastCell: lastCell,
            gradients: ([weight, table, initial.state, initial.cell] + conditions).map {
                Array($0.accumulatedGradient.elements)
            })
    }

    private func parameter(
        _ tape: Tape, _ rows: Int, _ columns: Int, _ seed: UInt64, scale: Double
    ) -> Variable {
        let source = RandomSource(seed: seed)
        let value = tape.constant(
            (0..<rows * columns).map { Float((source.uniform($0) * 2 - 1) * scale) }, rows: rows,
            columns: columns
        ).value
        let packed = PackedWeights(
            precision: tape.precision, outputs: rows, inputs: columns, hasBackward: true)
        packed.pack(value)
        return tape.weight(value, gradient: tape.matrix(rows, columns), packed: packed)
    }

    private func expectClose(
        _ found: [Float], _ expected: [Float], _ tolerance: Float,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(found.count == expected.count, sourceLocation: sourceLocation)
        let largest = expected.lazy.map(abs).max() ?? 0
        let difference = zip(found, expected).lazy.map { abs($0 - $1) }.max() ?? 0
        #expect(difference <= tolerance * max(1, largest), sourceLocation: sourceLocation)
    }
}
