import Tensors
import Texts

/// Lets a discriminator judge texts of any length, character by character. A text that is longer than a
/// continuation in training is read in stretches, each with what precedes it as its context.
public struct TextJudge {
    private let discriminator: Discriminator
    private let alphabet: Alphabet

    /// How many stretches are read side by side: so many that a long text needs little memory.
    private static let batch = 64

    /// Judges with `discriminator`, whose symbols are `alphabet`'s.
    public init(_ discriminator: Discriminator, alphabet: Alphabet) {
        self.discriminator = discriminator
        self.alphabet = alphabet
    }

    /// What the discriminator makes of every character of each of `texts` after `context`.
    ///
    /// - Parameters:
    ///   - topics: the topic vector θ, one for all texts.
    ///   - isTopicChosen: whether the fit of the topic is asked for.
    public func judge(
        _ texts: [String], after context: String, topics: [Float], isTopicChosen: Bool
    ) -> [Judgement] {
        let stretches = texts.enumerated().flatMap { index, text in
            self.stretches(of: text, number: index, after: context)
        }
        var tallies = [Tally](repeating: Tally(alphabet), count: texts.count)
        for first in stride(from: 0, to: stretches.count, by: TextJudge.batch) {
            let group = stretches[first..<min(stretches.count, first + TextJudge.batch)]
            let batch = Batch(
                contexts: group.map(\.context), continuations: group.map(\.symbols),
                topics: group.flatMap { _ in topics }, stepMultiple: 1)
            discriminator.spareTapes.lend { tape in
                let logits = discriminator.logits(
                    .symbols(batch.targets), in: batch, RandomSource(seed: 0),
                    discriminator.parameters.bound(to: tape, gradients: nil)
                ).value
                for (b, stretch) in group.enumerated() {
                    for (t, symbol) in stretch.symbols.enumerated() {
                        tallies[stretch.text].add(symbol, logits, row: t * batch.size + b)
                    }
                }
            }
        }
        let hasContext =
            !context.isEmpty && discriminator.configuration.shape.contextCharacters > 0
        return tallies.map {
            $0.judgement(isTopicChosen: isTopicChosen, hasContext: hasContext)
        }
    }

    private struct Stretch {
        /// Which of the texts it belongs to.
        let text: Int
        let context: [Symbol]
        let symbols: [Symbol]
    }

    private func stretches(of text: String, number: Int, after context: String) -> [Stretch] {
        let shape = discriminator.configuration.shape
        let symbols = alphabet.encode(text)
        let before =
            context.isEmpty
            ? []
            : shape.contextSymbols(
                of: context, alphabet: alphabet, layout: discriminator.configuration.layout)
        return stride(from: 0, to: symbols.count, by: shape.continuationCharacters).map { start in
            let end = min(symbols.count, start + shape.continuationCharacters)
            let written = symbols[max(0, start - shape.contextCharacters)..<start]
            let known = (before + written).suffix(shape.contextCharacters)
            return Stretch(
                text: number, context: Array(known), symbols: Array(symbols[start..<end]))
        }
    }

    /// What was found of one text.
    private struct Tally {
        private var count = 0
        private var sums = [Float](repeating: 0, count: Head.allCases.count)
        private var characters: [CharacterJudgement] = []
        private var decoder: SymbolDecoder

        init(_ alphabet: Alphabet) { decoder = SymbolDecoder(alphabet) }

        mutating func add(_ symbol: Symbol, _ logits: Matrix, row: Int) {
            count += 1
            for head in Head.allCases { sums[head.rawValue] += logits[row, head.rawValue] }
            let shown = decoder.append(symbol)
            guard !shown.isEmpty else { return }
            characters.append(
                CharacterJudgement(text: shown, logit: logits[row, Head.realism.rawValue]))
        }

        func judgement(isTopicChosen: Bool, hasContext: Bool) -> Judgement {
            guard count > 0 else { return Judgement(mean: 0, characters: []) }
            func mean(_ head: Head) -> Float { sums[head.rawValue] / Float(count) }
            return Judgement(
                mean: mean(.realism), topicFits: isTopicChosen ? mean(.topic) : nil,
                contextFits: hasContext ? mean(.context) : nil, characters: characters)
        }
    }
}
