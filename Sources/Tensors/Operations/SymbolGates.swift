import CKernels

/// What the symbols of a text add to the gates of the layer that reads them: x·Wₓᵀ for the vector x
/// of each symbol that occurs. A text has far fewer symbols than steps, so that one small product,
/// and its rows looked up at every step, take the place of a product for every step.
struct SymbolGates {
    /// For each row of the text its symbol's row in ``table``.
    let places: UnsafeMutableBufferPointer<Int32>
    /// One row for each symbol that occurs, [distinct, 4·hidden].
    let table: Matrix
    /// All symbols' vectors [symbols, inputs].
    let embedding: Variable
    /// The symbols that occur, in the order in which they do.
    private let distinct: UnsafeMutableBufferPointer<Int32>
    /// Their vectors [distinct, inputs] as products read them.
    private let vectors: Operand

    /// Row r of the text is row `indices[r]` of `embedding` [symbols, inputs]; `weight` is packed
    /// [4·hidden, inputs + hidden].
    init(
        _ indices: UnsafeMutableBufferPointer<Int32>, of embedding: Variable, gates: Int,
        _ weight: PackedWeights, on tape: Tape
    ) {
        self.embedding = embedding
        var placeOf = [Int32](repeating: -1, count: embedding.rows)
        var order: [Int32] = []
        places = tape.indices(
            indices.map { symbol in
                precondition(
                    symbol >= 0 && symbol < embedding.rows,
                    "a symbol outside 0 ..< \(embedding.rows)")
                if placeOf[Int(symbol)] < 0 {
                    placeOf[Int(symbol)] = Int32(order.count)
                    order.append(symbol)
                }
                return placeOf[Int(symbol)]
            })
        distinct = tape.indices(order)
        let found = tape.matrix(order.count, embedding.columns)
        riposte_gather(
            Int64(order.count), Int64(embedding.columns), order, embedding.value.pointer,
            found.pointer)
        vectors = tape.operand(of: found)
        table = tape.matrix(order.count, gates)
        weight.multiply(vectors, into: table, inputs: 0..<embedding.columns)
    }

    /// Gradients on their way back: those of the gates, added up for each symbol.
    final class Backward {
        private let symbols: SymbolGates
        private let sums: Matrix
        private unowned let tape: Tape
        private lazy var operand = tape.operand(of: sums)

        init(_ symbols: SymbolGates, on tape: Tape) {
            self.symbols = symbols
            self.tape = tape
            sums = tape.matrix(symbols.table.rows, symbols.table.columns)
            sums.fill(0)
        }

        /// Takes in the gradient of the gates in `rows` of the text.
        func add(_ dGates: Operand, _ rows: Range<Int>) {
            guard let places = symbols.places.baseAddress.map({ $0 + rows.lowerBound }) else {
                return
            }
            let (count, gates) = (Int64(dGates.rows), Int64(dGates.columns))
            switch dGates.precision {
            case .f32:
                riposte_scatter_add_f32(
                    count, gates, places, dGates.pointer.assumingMemoryBound(to: Float.self),
                    sums.pointer)
            case .bf16:
                riposte_scatter_add_bf16(
                    count, gates, places, dGates.pointer.assumingMemoryBound(to: UInt16.self),
                    sums.pointer)
            }
        }

        /// Adds what has been taken in to the gradient of the weights' first columns.
        func addWeightGradient(to gradient: Matrix, accumulate: Bool) {
            tape.arena.transposedProduct(
                operand, symbols.vectors, into: gradient, accumulate: accumulate)
        }

        /// And to the gradients of the symbols' vectors, the rows of `table`.
        func addVectorGradients(to table: Matrix, through weight: PackedWeights) {
            let dVectors = tape.matrix(sums.rows, table.columns)
            weight.multiplyBackward(operand, into: dVectors, inputs: 0..<table.columns)
            riposte_scatter_add_f32(
                Int64(sums.rows), Int64(table.columns), symbols.distinct.baseAddress,
                dVectors.pointer, table.pointer)
        }
    }
}
