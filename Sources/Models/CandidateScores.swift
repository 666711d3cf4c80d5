import Tensors
import Texts

extension Discriminator {
    /// How much the discriminator likes texts, by which candidates are chosen: the mean realism logits, and
    /// the mean logits of all that it is asked, added up. Whether a text is real is always asked; whether
    /// it fits its topic or its context, where there is one.
    ///
    /// - Parameters:
    ///   - texts: one for each passage of `batch`, each up to its end mark where it has one.
    ///   - batch: their contexts and topics.
    public func scores(of texts: [[Symbol]], in batch: Batch) -> [(realism: Float, all: Float)] {
        precondition(texts.count == batch.size, "\(texts.count) texts, \(batch.size) passages")
        let steps = max(1, texts.lazy.map(\.count).max() ?? 0)
        var targets = [Int32](repeating: Int32(Alphabet.end), count: steps * batch.size)
        for (b, text) in texts.enumerated() {
            for (t, symbol) in text.enumerated() { targets[t * batch.size + b] = Int32(symbol) }
        }
        let judged = batch.withContinuations(targets)
        return spareTapes.lend { tape in
            let logits = logits(
                .symbols(targets), in: judged, RandomSource(seed: 0),
                parameters.bound(to: tape, gradients: nil))
            let means = tape.passageMeans(logits, weights: judged.weights, batch: batch.size).value
            return (0..<batch.size).map { b in
                let asked = Head.allCases.filter { batch.canBeAsked($0, passage: b) }
                return (
                    means[b, Head.realism.rawValue], asked.reduce(0) { $0 + means[b, $1.rawValue] }
                )
            }
        }
    }
}
