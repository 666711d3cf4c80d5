import CKernels

/// What an LSTM layer leaves after a sequence.
public struct LSTMOutput {
    /// The state after every step, [steps·batch, hidden], time-major.
    public let states: Variable
    /// The cell state after the last step, [batch, hidden]; no gradient flows into it.
    public let lastCell: Matrix
}

/// What an LSTM layer reads.
public enum LSTMInput {
    /// x [steps·batch, inputs], time-major (row t·batch + b).
    case vectors(Variable)
    /// Symbols in that order; row r of x is row `indices[r]` of `table` [symbols, inputs].
    case symbols(_ indices: UnsafeMutableBufferPointer<Int32>, table: Variable)

    /// x itself.
    public func vectors(on tape: Tape) -> Variable {
        switch self {
        case .vectors(let x): x
        case .symbols(let indices, let table): tape.embedding(table, indices)
        }
    }

    /// Number of rows of x.
    var rows: Int {
        switch self {
        case .vectors(let x): x.rows
        case .symbols(let indices, _): indices.count
        }
    }

    /// What gradients flow into: x, or the table.
    var source: Variable {
        switch self {
        case .vectors(let x): x
        case .symbols(_, let table): table
        }
    }
}

extension Tape {
    /// One LSTM layer over a sequence (Hochreiter and Schmidhuber 1997; Gers et al. 2000):
    ///
    ///     a = [x ; h′]·Wᵀ + condition     i, f, g, o = σ, σ, tanh, σ of the quarters of a
    ///     c = f ⊙ c′ + i ⊙ g              h = o ⊙ tanh(c)
    ///
    /// - Parameters:
    ///   - input: x, or the symbols whose vectors it is.
    ///   - weight: W [4·hidden, inputs + hidden], packed; gates in the order i, f, g, o.
    ///   - condition: what is added at every step: [batch, 4·hidden], or a bias [1, 4·hidden].
    ///   - initial: state and cell before the first step, [batch, hidden] each; zeros when nil.
    ///   - starts: for each sequence the step at which it begins; before it, its state is zero. For
    ///     sequences of unequal length, padded in front.
    public func lstm(
        _ input: LSTMInput, weight: Variable, condition: Variable,
        initial: (state: Variable, cell: Variable)? = nil, batch: Int,
        starts: UnsafeMutableBufferPointer<Int32>? = nil
    ) -> LSTMOutput {
        let hidden = weight.rows / 4
        let inputs = weight.columns - hidden
        let rows = input.rows
        let steps = rows / batch
        precondition(
            input.source.columns == inputs && condition.columns == 4 * hidden
                && (condition.rows == batch || condition.rows == 1) && rows == steps * batch,
            "lstm: \(rows) rows of \(input.source.columns), W \(weight.value.shape), batch \(batch)"
        )
        let packed = packedForm(of: weight)
        let vectors: Variable?
        let symbols: SymbolGates?
        switch input {
        case .symbols(let indices, let table) where precision.multipliesParts(from: inputs):
            vectors = nil
            symbols = SymbolGates(indices, of: table, gates: 4 * hidden, packed, on: self)
        case .symbols, .vectors:
            vectors = input.vectors(on: self)
            symbols = nil
        }
        let conditionStride = condition.rows == 1 ? 0 : 4 * hidden

        // Row block t holds [xₜ ; hₜ₋₁], or hₜ₋₁ where symbols are looked up; the block after the
        // last one holds only h.
        let read = vectors == nil ? 0 : inputs
        let multiplied = inputs - read..<inputs + hidden
        let joined = emptyOperand(rows: (steps + 1) * batch, columns: read + hidden)
        if let vectors { fill(joined.rows(0..<rows), at: 0, with: vectors.value) }
        let cells = matrix((steps + 1) * batch, hidden)
        let firstCell = cells.rows(0..<batch)
        if let initial {
            fill(joined.rows(0..<batch), at: read, with: initial.state.value)
            firstCell.pointer.update(from: initial.cell.value.pointer, count: firstCell.count)
        } else {
            let zeros = matrix(batch, hidden)
            zeros.fill(0)
            fill(joined.rows(0..<batch), at: read, with: zeros)
            firstCell.fill(0)
        }

        let gates = emptyOperand(rows: rows, columns: 4 * hidden)
        let states = matrix(rows, hidden)
        let preactivations = matrix(batch, 4 * hidden)
        for step in 0..<steps {
            let now = step * batch..<(step + 1) * batch
            let next = now.upperBound..<now.upperBound + batch
            packed.multiply(joined.rows(now), into: preactivations, inputs: multiplied)
            stepForward(
                preactivations, condition.value.pointer, conditionStride, symbols,
                starts?.baseAddress, step, cells.rows(now), cells.rows(next), gates.rows(now),
                states.rows(now), joined.rows(next), read)
        }
        var sources = [input.source, weight, condition]
        if let initial { sources += [initial.state, initial.cell] }
        let output = result(states, of: sources)
        record(output) { [unowned self] dStates in
            // Gradients that flow on are made first; what else is made here is given back at the end.
            let dInput = vectors.flatMap { $0.needsGradient ? $0.accumulatedGradient : nil }
            let dTable = symbols.flatMap {
                $0.embedding.needsGradient ? $0.embedding.accumulatedGradient : nil
            }
            let dInitial = initial.map { initial in
                [initial.state, initial.cell].map {
                    $0.needsGradient ? $0.accumulatedGradient : nil
                }
            }
            let dCondition = condition.needsGradient ? condition.accumulatedGradient : nil
            let mark = arena.mark
            defer { arena.release(to: mark) }
            let dGates = emptyOperand(rows: rows, columns: 4 * hidden)
            let dCell = matrix(batch, hidden)
            dCell.fill(0)
            let dSymbols = symbols.flatMap {
                dTable != nil || weight.needsGradient ? SymbolGates.Backward($0, on: self) : nil
            }
            // The gradient of [xₜ ; hₜ₋₁]; its second part flows into the step before.
            let dJoined = matrix(batch, inputs + hidden)
            for step in (0..<steps).reversed() {
                let now = step * batch..<(step + 1) * batch
                let next = now.upperBound..<now.upperBound + batch
                stepBackward(
                    starts?.baseAddress, step, gates.rows(now), cells.rows(now), cells.rows(next),
                    dStates.rows(now), step + 1 < steps ? dJoined.pointer + inputs : nil,
                    inputs + hidden, dCell, dGates.rows(now))
                packed.multiplyBackward(
                    dGates.rows(now), into: dJoined, inputs: multiplied)
                dSymbols?.add(dGates.rows(now), now)
                if let dInput {
                    riposte_add_scaled(
                        Int64(batch), Int64(inputs), 1, dJoined.pointer, Int64(inputs + hidden),
                        dInput.rows(now).pointer, Int64(inputs))
                }
            }
            if let dState = dInitial?[0] {
                riposte_add_scaled(
                    Int64(batch), Int64(hidden), 1, dJoined.pointer + inputs,
                    Int64(inputs + hidden), dState.pointer, Int64(hidden))
            }
            if let dFirstCell = dInitial?[1] {
                riposte_add_scaled(
                    1, Int64(dCell.count), 1, dCell.pointer, 0, dFirstCell.pointer, 0)
            }
            if weight.needsGradient {
                weight.withGradient { gradient, accumulate in
                    arena.transposedProduct(
                        dGates, joined.rows(0..<rows), into: gradient, at: multiplied.lowerBound,
                        accumulate: accumulate)
                    dSymbols?.addWeightGradient(to: gradient, accumulate: accumulate)
                }
            }
            if let dTable { dSymbols?.addVectorGradients(to: dTable, through: packed) }
            if let dCondition {
                // One bias for all adds up every row, a condition adds up over the steps.
                let width = condition.value.count
                addColumnSums(
                    dGates, rows: rows * 4 * hidden / width, columns: width, into: dCondition)
            }
        }
        let last = rows..<rows + batch
        return LSTMOutput(states: output, lastCell: cells.rows(last))
    }

    /// Writes `source` into the columns of `joined` from `column` on.
    private func fill(_ joined: Operand, at column: Int, with source: Matrix) {
        let start = joined.pointer + column * precision.bytes
        let rows = Int64(source.rows)
        let columns = Int64(source.columns)
        switch precision {
        case .f32:
            riposte_copy(
                rows, columns, source.pointer, columns,
                start.assumingMemoryBound(to: Float.self), Int64(joined.columns))
        case .bf16:
            riposte_to_bf16(
                rows, columns, source.pointer, columns,
                start.assumingMemoryBound(to: UInt16.self), Int64(joined.columns))
        }
    }

    private func stepForward(
        _ preactivations: Matrix, _ condition: UnsafePointer<Float>, _ conditionStride: Int,
        _ symbols: SymbolGates?, _ starts: UnsafePointer<Int32>?, _ step: Int,
        _ cellBefore: Matrix, _ cell: Matrix, _ gates: Operand, _ state: Matrix, _ next: Operand,
        _ column: Int
    ) {
        let rows = Int64(state.rows)
        let hidden = Int64(state.columns)
        let nextStart = next.pointer + column * precision.bytes
        let table = symbols?.table.pointer
        let places = symbols?.places.baseAddress.map { $0 + step * state.rows }
        switch precision {
        case .f32:
            riposte_lstm_forward_f32(
                rows, hidden, preactivations.pointer, condition, Int64(conditionStride), table,
                places, starts, Int32(step), cellBefore.pointer, cell.pointer,
                gates.pointer.assumingMemoryBound(to: Float.self), state.pointer,
                nextStart.assumingMemoryBound(to: Float.self), Int64(next.columns))
        case .bf16:
            riposte_lstm_forward_bf16(
                rows, hidden, preactivations.pointer, condition, Int64(conditionStride), table,
                places, starts, Int32(step), cellBefore.pointer, cell.pointer,
                gates.pointer.assumingMemoryBound(to: UInt16.self), state.pointer,
                nextStart.assumingMemoryBound(to: UInt16.self), Int64(next.columns))
        }
    }

    private func stepBackward(
        _ starts: UnsafePointer<Int32>?, _ step: Int, _ gates: Operand, _ cellBefore: Matrix,
        _ cell: Matrix, _ dState: Matrix, _ dStateNext: UnsafePointer<Float>?, _ nextStride: Int,
        _ dCell: Matrix, _ dGates: Operand
    ) {
        let rows = Int64(cell.rows)
        let hidden = Int64(cell.columns)
        switch precision {
        case .f32:
            riposte_lstm_backward_f32(
                rows, hidden, starts, Int32(step),
                gates.pointer.assumingMemoryBound(to: Float.self), cellBefore.pointer,
                cell.pointer, dState.pointer, dStateNext, Int64(nextStride), dCell.pointer,
                dGates.pointer.assumingMemoryBound(to: Float.self))
        case .bf16:
            riposte_lstm_backward_bf16(
                rows, hidden, starts, Int32(step),
                gates.pointer.assumingMemoryBound(to: UInt16.self), cellBefore.pointer,
                cell.pointer, dState.pointer, dStateNext, Int64(nextStride), dCell.pointer,
                dGates.pointer.assumingMemoryBound(to: UInt16.self))
        }
    }

    private func addColumnSums(_ source: Operand, rows: Int, columns: Int, into sums: Matrix) {
        switch precision {
        case .f32:
            riposte_add_column_sums_f32(
                Int64(rows), Int64(columns), source.pointer.assumingMemoryBound(to: Float.self),
                Int64(columns), sums.pointer)
        case .bf16:
            riposte_add_column_sums_bf16(
                Int64(rows), Int64(columns), source.pointer.assumingMemoryBound(to: UInt16.self),
                Int64(columns), sums.pointer)
        }
    }
}
