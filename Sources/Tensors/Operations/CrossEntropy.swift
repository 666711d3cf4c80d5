import CKernels

extension Tape {
    /// The likelihood loss Σ weight · −log softmax(logits)[target], in nats. Its gradient times
    /// `scale` is put on the logits when they need one.
    ///
    /// - Returns: the weighted sum, and each row's unweighted −log p.
    public func crossEntropy(
        _ logits: Variable, targets: UnsafeMutableBufferPointer<Int32>, weights: [Float],
        scale: Float
    ) -> (sum: Double, losses: UnsafeMutableBufferPointer<Float>) {
        precondition(
            targets.count == logits.rows && weights.count == logits.rows, "crossEntropy: rows")
        precondition(
            targets.allSatisfy { 0..<Int32(logits.columns) ~= $0 }, "crossEntropy: targets")
        let losses = UnsafeMutableBufferPointer(
            start: arena.allocate(Float.self, count: logits.rows), count: logits.rows)
        guard let target = targets.baseAddress, let loss = losses.baseAddress else {
            return (0, losses)
        }
        let gradient = logits.needsGradient ? matrix(logits.rows, logits.columns) : nil
        let sum = riposte_cross_entropy(
            Int64(logits.rows), Int64(logits.columns), logits.value.pointer, target, weights,
            scale, loss, gradient?.pointer)
        if let gradient {
            riposte_add_scaled(
                1, Int64(gradient.count), 1, gradient.pointer, 0,
                logits.accumulatedGradient.pointer, 0)
        }
        return (sum, losses)
    }
}
