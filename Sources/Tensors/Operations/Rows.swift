import CKernels

extension Tape {
    /// Whole numbers in the tape's memory, so that recorded operations may point to them.
    public func indices(_ values: [Int32]) -> UnsafeMutableBufferPointer<Int32> {
        let room = UnsafeMutableBufferPointer(
            start: arena.allocate(Int32.self, count: values.count), count: values.count)
        _ = room.update(from: values)
        return room
    }

    /// Row r of the result is row `indices[r]` of `table`: an embedding.
    public func embedding(_ table: Variable, _ indices: UnsafeMutableBufferPointer<Int32>)
        -> Variable
    {
        let columns = Int64(table.columns)
        guard let first = indices.baseAddress else { preconditionFailure("no indices") }
        precondition(
            indices.allSatisfy { $0 >= 0 && $0 < table.rows },
            "embedding: an index outside 0 ..< \(table.rows)")
        let y = matrix(indices.count, table.columns)
        riposte_gather(Int64(indices.count), columns, first, table.value.pointer, y.pointer)
        let output = result(y, of: [table])
        record(output) { dy in
            riposte_scatter_add_f32(
                Int64(dy.rows), columns, first, dy.pointer, table.accumulatedGradient.pointer)
        }
        return output
    }

    /// The rows `range` of `x`.
    public func rows(_ range: Range<Int>, of x: Variable) -> Variable {
        let output = result(x.value.rows(range), of: [x])
        record(output) { dy in
            let dx = x.accumulatedGradient.rows(range)
            riposte_add_scaled(1, Int64(dy.count), 1, dy.pointer, 0, dx.pointer, 0)
        }
        return output
    }

    /// The columns `range` of `x`, copied.
    public func columns(_ range: Range<Int>, of x: Variable) -> Variable {
        precondition(range.upperBound <= x.columns)
        let y = matrix(x.rows, range.count)
        riposte_copy(
            Int64(x.rows), Int64(range.count), x.value.pointer + range.lowerBound,
            Int64(x.columns), y.pointer, Int64(range.count))
        let output = result(y, of: [x])
        record(output) { dy in
            riposte_add_scaled(
                Int64(x.rows), Int64(range.count), 1, dy.pointer, Int64(range.count),
                x.accumulatedGradient.pointer + range.lowerBound, Int64(x.columns))
        }
        return output
    }

    /// The rows of all `parts` one below the other.
    public func stack(_ parts: [Variable]) -> Variable {
        let columns = parts[0].columns
        precondition(parts.allSatisfy { $0.columns == columns }, "stack: unequal columns")
        let y = matrix(parts.reduce(0) { $0 + $1.rows }, columns)
        var first = 0
        for part in parts {
            y.rows(first..<first + part.rows).pointer.update(
                from: part.value.pointer, count: part.value.count)
            first += part.rows
        }
        let output = result(y, of: parts)
        record(output) { dy in
            var first = 0
            for part in parts {
                if part.needsGradient {
                    riposte_add_scaled(
                        1, Int64(part.value.count), 1,
                        dy.rows(first..<first + part.rows).pointer, 0,
                        part.accumulatedGradient.pointer, 0)
                }
                first += part.rows
            }
        }
        return output
    }

    /// From each row the element that `indices` names: [rows, 1].
    public func pick(_ x: Variable, _ indices: UnsafeMutableBufferPointer<Int32>) -> Variable {
        precondition(indices.count == x.rows, "pick: \(indices.count) indices for \(x.rows) rows")
        precondition(indices.allSatisfy { 0..<Int32(x.columns) ~= $0 }, "pick: columns")
        let y = matrix(x.rows, 1)
        for row in 0..<x.rows { y.pointer[row] = x.value[row, Int(indices[row])] }
        let output = result(y, of: [x])
        record(output) { dy in
            let dx = x.accumulatedGradient
            for row in 0..<dy.rows { dx[row, Int(indices[row])] += dy.pointer[row] }
        }
        return output
    }

    /// The columns of all `parts` side by side.
    public func concatenate(_ parts: [Variable]) -> Variable {
        let rows = parts[0].rows
        precondition(parts.allSatisfy { $0.rows == rows }, "concatenate: unequal rows")
        let columns = parts.reduce(0) { $0 + $1.columns }
        let y = matrix(rows, columns)
        var first = 0
        for part in parts {
            riposte_copy(
                Int64(rows), Int64(part.columns), part.value.pointer, Int64(part.columns),
                y.pointer + first, Int64(columns))
            first += part.columns
        }
        let output = result(y, of: parts)
        record(output) { dy in
            var first = 0
            for part in parts {
                if part.needsGradient {
                    riposte_add_scaled(
                        Int64(rows), Int64(part.columns), 1, dy.pointer + first, Int64(columns),
                        part.accumulatedGradient.pointer, Int64(part.columns))
                }
                first += part.columns
            }
        }
        return output
    }

    /// Mean over each passage's steps: x [steps·batch, columns], time-major, to [batch, columns].
    /// Step t of passage b counts with `weights[t·batch + b]`; each passage's weights are divided by
    /// their sum.
    public func passageMeans(_ x: Variable, weights: [Float], batch: Int) -> Variable {
        let steps = x.rows / batch
        precondition(weights.count == x.rows, "passageMeans: \(weights.count) weights")
        let shares = arena.allocate(Float.self, count: x.rows)
        for b in 0..<batch {
            var sum: Float = 0
            for t in 0..<steps { sum += weights[t * batch + b] }
            for t in 0..<steps { shares[t * batch + b] = weights[t * batch + b] / max(sum, 1e-6) }
        }
        let columns = x.columns
        let y = matrix(batch, columns)
        y.fill(0)
        for row in 0..<x.rows {
            riposte_add_scaled(
                1, Int64(columns), shares[row], x.value.pointer + row * columns, 0,
                y.pointer + row % batch * columns, 0)
        }
        let output = result(y, of: [x])
        record(output) { dy in
            let dx = x.accumulatedGradient
            for row in 0..<x.rows {
                riposte_add_scaled(
                    1, Int64(columns), shares[row], dy.pointer + row % batch * columns, 0,
                    dx.pointer + row * columns, 0)
            }
        }
        return output
    }
}
