import Foundation
import Tensors
import Texts

extension Generator {
    /// What a text that is there costs, as ``write(_:after:sampling:length:_:mayEnd:_:)`` would have
    /// drawn it at temperature 1 from all symbols: under the guidance, with the same chance.
    ///
    /// - Parameters:
    ///   - text: the same continuation for every passage of `batch`.
    ///   - begun: what stands between each passage's context and `text`; it is read and costs nothing.
    ///   - writing: what it was written in.
    ///   - hear: for each symbol of `text` and each passage, where the attention looked before it:
    ///     [contextSteps] weights. Not called without attention.
    /// - Returns: for each passage the bits of all of `text`, −log₂ p.
    public func bits(
        of text: [Symbol], in batch: Batch, after begun: [[Symbol]], guidance: Float,
        _ chances: [Chance], in writing: WritingPrecision,
        attention hear: (_ passage: Int, _ weights: UnsafeMutableBufferPointer<Float>) -> Void = {
            _, _ in
        }
    ) -> [Double] {
        precondition(
            begun.count == batch.size && chances.count == batch.size,
            "a beginning and a chance for each passage")
        let stepper = GuidedStepper(
            self, batch, guidance: guidance, noise: chances.map(\.noise),
            codes: chances.map(\.code), in: writing)
        var bits = [Double](repeating: 0, count: batch.size)
        var last = batch.before
        for step in 0..<((begun.lazy.map(\.count).max() ?? 0) + text.count) {
            let logits = stepper.step(last)
            for b in 0..<batch.size {
                let place = step - begun[b].count
                guard place >= 0 else {
                    last[b] = Int32(begun[b][step])
                    continue
                }
                guard place < text.count else { continue }
                let row = logits.rows(b..<b + 1).elements
                bits[b] += Generator.bits(of: Int(text[place]), in: row)
                if let weights = stepper.attentionWeights {
                    hear(b, weights.rows(b..<b + 1).elements)
                }
                last[b] = Int32(text[place])
            }
        }
        return bits
    }

    /// −log₂ of the softmax of `logits` at `symbol`.
    private static func bits(of symbol: Int, in logits: UnsafeMutableBufferPointer<Float>) -> Double
    {
        let most = logits.max() ?? 0
        let sum = logits.reduce(0.0) { $0 + exp(Double($1 - most)) }
        return (log(sum) - Double(logits[symbol] - most)) / M_LN2
    }
}
