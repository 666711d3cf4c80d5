import Checkpoints
import Models
import Tensors
import Texts

/// Where a generator's attention lay on the context while a text was written.
public struct AttentionMap: Sendable {
    /// The characters of the context.
    public let context: [String]
    /// The characters of the text.
    public let text: [String]
    /// For each character of the text how much of the attention lay on each character of the context
    /// when it was written, [text, context]; every row adds up to 1.
    public let weights: [[Float]]

    /// Attention of these weights.
    public init(context: [String], text: [String], weights: [[Float]]) {
        precondition(weights.count == text.count, "\(weights.count) rows, \(text.count) characters")
        precondition(weights.allSatisfy { $0.count == context.count }, "rows of other contexts")
        self.context = context
        self.text = text
        self.weights = weights
    }

    /// Reads `continuation` after the context and under the topic of `passage`, with the z and q that
    /// `noise` gave when it was written; nil for a model without attention, and for a passage without
    /// context.
    init?(
        of continuation: String, after passage: Passage, _ topic: Int?, noise: RandomSource,
        by model: LoadedModel
    ) {
        guard model.configuration.attention > 0, !passage.context.isEmpty else { return nil }
        let symbols = model.alphabet.encode(continuation)
        let batch = Batch(
            contexts: [passage.context], continuations: [symbols],
            topics: Mismatch.topicVectors(
                [topic], weights: [passage.topicWeights], count: model.configuration.topics))
        let stepper = Stepper(model.generator, batch, noise: [noise])
        let start = Int(batch.contextStarts[0])
        var last = batch.before
        let rows = symbols.map { symbol -> [Float] in
            _ = stepper.step(last)
            last = [Int32(symbol)]
            guard let weights = stepper.attentionWeights else { return [] }
            return (start..<batch.contextSteps).map { weights[0, $0] }
        }
        guard rows.allSatisfy({ $0.count == passage.context.count }) else { return nil }
        // A character that is spelled in several symbols has their attention together.
        let context = AttentionMap.characters(passage.context, model.alphabet)
        let text = AttentionMap.characters(symbols, model.alphabet)
        self.init(
            context: context.map(\.text), text: text.map(\.text),
            weights: text.map { own in
                context.map { other in
                    own.symbols.reduce(0) { sum, row in
                        sum + other.symbols.reduce(0) { $0 + rows[row][$1] }
                    } / Float(own.symbols.count)
                }
            })
    }

    /// The characters that `symbols` spell, each with the symbols that it took.
    private static func characters(_ symbols: [Symbol], _ alphabet: Alphabet) -> [(
        text: String, symbols: Range<Int>
    )] {
        var decoder = SymbolDecoder(alphabet)
        var characters: [(text: String, symbols: Range<Int>)] = []
        var first = 0
        for (index, symbol) in symbols.enumerated() {
            let text = decoder.append(symbol)
            guard !text.isEmpty else { continue }
            characters.append((text, first..<index + 1))
            first = index + 1
        }
        return characters
    }

    /// How much each character of the context was attended to, on the mean over the text.
    var means: [Float] {
        context.indices.map { column in
            weights.reduce(0) { $0 + $1[column] } / Float(max(1, weights.count))
        }
    }

    /// The same map from word to word: a row is the mean over the word that was written, and a column the
    /// sum over the word of the context. Words are what stands between blanks, in pieces of at most
    /// `longest` characters.
    func words(longest: Int = 14) -> (context: [String], text: [String], weights: [[Float]]) {
        let columns = AttentionMap.words(of: context, longest: longest)
        let rows = AttentionMap.words(of: text, longest: longest)
        return (
            columns.map { context[$0].joined() }, rows.map { text[$0].joined() },
            rows.map { row in
                columns.map { column in
                    row.reduce(0) { $0 + weights[$1][column].reduce(0, +) } / Float(row.count)
                }
            }
        )
    }

    private static func words(of characters: [String], longest: Int) -> [Range<Int>] {
        var words: [Range<Int>] = []
        var start = 0
        for index in characters.indices {
            let isBlank = characters[index].allSatisfy(\.isWhitespace)
            if isBlank || index - start >= longest {
                if start < index { words.append(start..<index) }
                start = isBlank ? index + 1 : index
            }
        }
        if start < characters.count { words.append(start..<characters.count) }
        return words
    }
}
