import CKernels

/// How the discriminator sees a sampled symbol.
public enum Relaxation: String, Codable, Sendable, CaseIterable {
    /// The hard symbol forwards, the soft one's gradient backwards (Bengio et al. 2013).
    case straightThrough = "straight-through"
    /// The soft vector itself.
    case soft
}

extension Tape {
    /// The Gumbel-softmax relaxation of sampled symbols (Jang et al. 2017, equation 2; Maddison et al.
    /// 2017): y = softmax((logits + g)/τ), with the Gumbel noise g that drew the symbols.
    ///
    /// - Parameters:
    ///   - logits: [rows, symbols].
    ///   - symbols: what was drawn, argmax(logits + g) of each row.
    ///   - source: the noise's source; row r of it belongs to row r of the logits.
    ///   - temperature: τ above 0. The gradient of y by the logits is (diag(y) − y·yᵀ)/τ.
    /// - Returns: one-hot rows (straight-through) or y itself (soft).
    public func relaxedSample(
        _ logits: Variable, symbols: UnsafeMutableBufferPointer<Int32>, _ source: RandomSource,
        temperature: Float, as relaxation: Relaxation
    ) -> Variable {
        precondition(symbols.count == logits.rows && temperature > 0, "relaxedSample: shapes")
        precondition(
            symbols.allSatisfy { 0..<Int32(logits.columns) ~= $0 }, "relaxedSample: symbols")
        let soft = matrix(logits.rows, logits.columns)
        riposte_relax(
            Int64(logits.rows), Int64(logits.columns), source.key, 0, temperature,
            logits.value.pointer, soft.pointer)
        var seen = soft
        if relaxation == .straightThrough {
            seen = matrix(logits.rows, logits.columns)
            seen.fill(0)
            for row in 0..<logits.rows { seen[row, Int(symbols[row])] = 1 }
        }
        let output = result(seen, of: [logits])
        record(output) { dy in
            riposte_softmax_backward(
                Int64(soft.rows), Int64(soft.columns), 1 / temperature, soft.pointer, dy.pointer)
            riposte_add_scaled(
                1, Int64(dy.count), 1, dy.pointer, 0, logits.accumulatedGradient.pointer, 0)
        }
        return output
    }
}

extension Matrix {
    /// Symbols drawn from the softmax of each row, of logits divided by `temperature`, with the noise of
    /// `source`: row r takes row `firstRow` + r of it.
    public func drawSymbols(
        _ source: RandomSource, firstRow: Int, temperature: Float = 1,
        into symbols: UnsafeMutablePointer<Int32>
    ) {
        for row in 0..<rows {
            symbols[row] = riposte_gumbel_argmax(
                source.key, Int64(firstRow + row), Int64(columns), temperature,
                pointer + row * columns)
        }
    }
}
