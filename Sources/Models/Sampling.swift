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
    /// g, how hard the text follows its topic (see ``GuidedStepper``): 1 is what the generator learned,
    /// more exaggerates what the topic changes.
    public var guidance: Float

    /// The guidance where nobody asks for another: README's table says what it does.
    public static let defaultGuidance: Float = 2

    /// Sampling with these settings.
    public init(
        temperature: Float = 0.8, topP: Float = 1, guidance: Float = Sampling.defaultGuidance
    ) {
        self.temperature = temperature
        self.topP = topP
        self.guidance = guidance
    }

    /// Draws one symbol from row `row` of `logits` [batch, symbols]; row `noise` of `source`'s noise
    /// decides. `mayEnd` false: not the end mark. `spelling` is what the symbol follows.
    public func draw(
        _ logits: Matrix, row: Int, _ source: RandomSource, noise: Int, mayEnd: Bool = true,
        spelling: ByteSpelling = ByteSpelling()
    ) -> Int32 {
        let count = logits.columns
        var allowed = [Float](
            UnsafeBufferPointer(start: logits.pointer + row * count, count: count))
        // The mark before a text is never written.
        allowed[Int(Alphabet.start)] = -1e9
        if !mayEnd { allowed[Int(Alphabet.end)] = -1e9 }
        for range in spelling.forbidden(of: count) {
            for symbol in range { allowed[symbol] = -1e9 }
        }
        // So near to 0 its reciprocal would be no number.
        guard temperature > 1e-6 else { return Int32(Sampling.likeliest(allowed)) }
        if topP < 1 { keepNucleus(&allowed) }
        return riposte_gumbel_argmax(source.key, Int64(noise), Int64(count), temperature, allowed)
    }

    private func keepNucleus(_ logits: inout [Float]) {
        var probabilities = logits
        riposte_softmax(1, Int64(logits.count), 0, 1 / temperature, &probabilities)
        // All that are less likely than this have less than 1 − topP between them: only the others are
        // sorted, few of a large alphabet.
        let least = (1 - topP) / Float(logits.count)
        var sum: Float = 0
        for symbol in logits.indices where probabilities[symbol] < least { logits[symbol] = -1e9 }
        for symbol in logits.indices.filter({ probabilities[$0] >= least })
            .sorted(by: { probabilities[$0] > probabilities[$1] })
        {
            if sum > 0, sum >= topP { logits[symbol] = -1e9 }
            sum += probabilities[symbol]
        }
    }

    private static func likeliest(_ logits: [Float]) -> Int {
        var best = 0
        for symbol in logits.indices where logits[symbol] > logits[best] { best = symbol }
        return best
    }
}
