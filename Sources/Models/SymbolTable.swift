import CKernels
import Foundation
import Networks
import Tensors

/// What each symbol adds to the gates of the layer that reads it, x·Wᵀ for its vector x: [symbols, 4·hidden].
/// A row is made when its symbol is first met, since a text uses few of a large alphabet.
final class SymbolTable: @unchecked Sendable {
    /// The rows; those that ``prepare(_:known:)`` was not asked for are undefined.
    let rows: UnsafeMutablePointer<Float>
    private let vectors: Matrix
    private let weights: Matrix
    private let owner: Parameters
    private let lock = NSLock()
    private var isMade: [Bool]

    /// The table of `embedding` under the first columns of `lstm`'s weights.
    init(_ embedding: Embedding, _ lstm: LSTM, of parameters: Parameters) {
        vectors = parameters.value(of: embedding.table)
        weights = parameters.value(of: lstm.weight)
        owner = parameters
        isMade = [Bool](repeating: false, count: vectors.rows)
        // The system gives memory to the pages that are written to.
        rows = .allocate(capacity: max(1, vectors.rows * weights.rows))
    }

    deinit { rows.deallocate() }

    /// No symbol is known at first.
    var unknown: [Bool] { [Bool](repeating: false, count: vectors.rows) }

    /// Makes the rows of `symbols` that there are not yet. `known` are the symbols that one caller has had
    /// prepared before, so that it asks, and waits for others, once only.
    func prepare(_ symbols: some Sequence<Int32>, known: inout [Bool]) {
        for symbol in symbols.lazy.map(Int.init) where !known[symbol] {
            known[symbol] = true
            lock.withLock {
                guard !isMade[symbol] else { return }
                isMade[symbol] = true
                riposte_row_product_f32(
                    Int64(weights.rows), Int64(vectors.columns),
                    vectors.pointer + symbol * vectors.columns, weights.pointer,
                    Int64(weights.columns), true, rows + symbol * weights.rows, false)
            }
        }
    }
}
