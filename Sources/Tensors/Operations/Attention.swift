import CKernels

extension Tape {
    /// Scaled dot-product attention (Luong et al. 2015; Vaswani et al. 2017, equation 1) of each
    /// passage's own memory: softmax(Q·Kᵀ/√width)·V.
    ///
    /// - Parameters:
    ///   - queries: Q [steps·batch, width], time-major.
    ///   - keys: K [memorySteps·batch, width], time-major; values V of the same shape.
    ///   - starts: for each passage the memory step at which its memory begins; what lies before is
    ///     not attended to. A passage without memory (start = memorySteps) reads zeros.
    /// - Returns: the readout [steps·batch, width], and the attention weights
    ///   [batch·steps, memorySteps], passage by passage.
    public func attention(
        queries: Variable, keys: Variable, values: Variable, batch: Int,
        starts: UnsafeMutableBufferPointer<Int32>
    ) -> (readout: Variable, weights: Matrix) {
        let width = queries.columns
        let steps = queries.rows / batch
        let memorySteps = keys.rows / batch
        precondition(
            keys.columns == width && values.columns == width && values.rows == keys.rows
                && starts.count == batch, "attention: Q \(queries.value.shape)")
        let scale = 1 / Float(width).squareRoot()
        let precision = precision
        let weights = matrix(batch * steps, memorySteps)
        func timeMajor(_ operand: Operand) -> Batched<UnsafeMutableRawPointer> {
            Batched(
                pointer: operand.pointer, stride: batch * operand.columns, distance: operand.columns
            )
        }
        func timeMajor(_ matrix: Matrix) -> Batched<UnsafeMutablePointer<Float>> {
            Batched(
                pointer: matrix.pointer, stride: batch * matrix.columns, distance: matrix.columns)
        }
        func passageMajor(_ operand: Operand) -> Batched<UnsafeMutableRawPointer> {
            Batched(
                pointer: operand.pointer, stride: memorySteps, distance: steps * memorySteps)
        }
        func passageMajor(_ matrix: Matrix) -> Batched<UnsafeMutablePointer<Float>> {
            Batched(pointer: matrix.pointer, stride: memorySteps, distance: steps * memorySteps)
        }

        arena.batchedProduct(
            precision, count: batch, m: steps, n: memorySteps, k: width,
            timeMajor(queries.operand), timeMajor(keys.operand), transposed: .right,
            into: passageMajor(weights))
        for passage in 0..<batch {
            riposte_softmax(
                Int64(steps), Int64(memorySteps), Int64(starts[passage]), scale,
                weights.pointer + passage * steps * memorySteps)
        }
        let weightsOperand = operand(of: weights)
        let readout = matrix(steps * batch, width)
        arena.batchedProduct(
            precision, count: batch, m: steps, n: width, k: memorySteps,
            passageMajor(weightsOperand), timeMajor(values.operand), into: timeMajor(readout))

        let output = result(readout, of: [queries, keys, values])
        record(output) { [unowned self] dReadout in
            let dReadoutOperand = operand(of: dReadout)
            let dScores = matrix(batch * steps, memorySteps)
            arena.batchedProduct(
                precision, count: batch, m: steps, n: memorySteps, k: width,
                timeMajor(dReadoutOperand), timeMajor(values.operand), transposed: .right,
                into: passageMajor(dScores))
            riposte_softmax_backward(
                Int64(dScores.rows), Int64(memorySteps), scale, weights.pointer, dScores.pointer)
            let dScoresOperand = operand(of: dScores)
            if values.needsGradient {
                values.withGradient { dValues, accumulate in
                    arena.batchedProduct(
                        precision, count: batch, m: memorySteps, n: width, k: steps,
                        passageMajor(weightsOperand), timeMajor(dReadoutOperand),
                        transposed: .left, into: timeMajor(dValues), accumulate: accumulate)
                }
            }
            if keys.needsGradient {
                keys.withGradient { dKeys, accumulate in
                    arena.batchedProduct(
                        precision, count: batch, m: memorySteps, n: width, k: steps,
                        passageMajor(dScoresOperand), timeMajor(queries.operand),
                        transposed: .left, into: timeMajor(dKeys), accumulate: accumulate)
                }
            }
            if queries.needsGradient {
                queries.withGradient { dQueries, accumulate in
                    arena.batchedProduct(
                        precision, count: batch, m: steps, n: width, k: memorySteps,
                        passageMajor(dScoresOperand), timeMajor(keys.operand),
                        into: timeMajor(dQueries), accumulate: accumulate)
                }
            }
        }
        return (output, weights)
    }
}
