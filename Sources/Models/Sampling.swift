import CKernels
import Networks
import Tensors
import Texts

/// How symbols are drawn when a model is used.
public struct Sampling: Hashable, Sendable {
    /// Logits are divided by it: below 1 the likely becomes likelier; 0 takes the likeliest always.
    public var temperature: Float
    /// Only the likeliest symbols that together have this probability are drawn from (nucleus sampling,
    /// Holtzman et al. 2020); 1 for all.
    public var topP: Float

    /// Sampling with these settings.
    public init(temperature: Float = 0.8, topP: Float = 1) {
        self.temperature = temperature
        self.topP = topP
    }

    /// Draws one symbol from row `row` of `logits` [batch, symbols]; row `noise` of `source`'s noise
    /// decides. `mayEnd` false: not the end mark.
    public func draw(
        _ logits: Matrix, row: Int, _ source: RandomSource, noise: Int, mayEnd: Bool = true
    ) -> Int32 {
        let count = logits.columns
        var allowed = [Float](
            UnsafeBufferPointer(start: logits.pointer + row * count, count: count))
        // The mark before a text is never written.
        allowed[Int(Alphabet.start)] = -1e9
        if !mayEnd { allowed[Int(Alphabet.end)] = -1e9 }
        guard temperature > 0 else { return Int32(Sampling.likeliest(allowed)) }
        if topP < 1 { keepNucleus(&allowed) }
        return riposte_gumbel_argmax(source.key, Int64(noise), Int64(count), temperature, allowed)
    }

    private func keepNucleus(_ logits: inout [Float]) {
        var probabilities = logits
        riposte_softmax(1, Int64(logits.count), 0, 1 / temperature, &probabilities)
        var sum: Float = 0
        for symbol in logits.indices.sorted(by: { probabilities[$0] > probabilities[$1] }) {
            if sum >= topP { logits[symbol] = -1e9 }
            sum += probabilities[symbol]
        }
    }

    private static func likeliest(_ logits: [Float]) -> Int {
        var best = 0
        for symbol in logits.indices where logits[symbol] > logits[best] { best = symbol }
        return best
    }
}

extension Generator {
    /// One symbol of one of the continuations that ``write(_:sampling:length:_:_:)`` writes.
    public struct Written {
        /// The passage of the batch.
        public let passage: Int
        /// The symbol.
        public let symbol: Symbol
    }

    /// Writes a continuation for every passage of `batch` side by side.
    ///
    /// - Parameters:
    ///   - length: the most symbols of each.
    ///   - source: the noise; the same source writes the same text.
    ///   - receive: gets each symbol as it is drawn, end marks included; false ends that passage.
    public func write(
        _ batch: Batch, sampling: Sampling, length: Int, _ source: RandomSource,
        _ receive: (Written) throws -> Bool
    ) rethrows {
        let stepper = Stepper(self, batch, source)
        let draws = (0..<batch.size).map { source.child("draws", $0) }
        var last = batch.before
        var isRunning = [Bool](repeating: true, count: batch.size)
        for step in 0..<length where isRunning.contains(true) {
            let logits = stepper.step(last)
            for b in 0..<batch.size where isRunning[b] {
                last[b] = sampling.draw(logits, row: b, draws[b], noise: step)
                let goesOn = try receive(Written(passage: b, symbol: Symbol(last[b])))
                isRunning[b] = goesOn && last[b] != Int32(Alphabet.end)
            }
        }
    }
}
