import Checkpoints
import Models
import Texts

/// A reply that is there, cut into the passages that it was written in: what each read, and what each
/// wrote. ``ReplyWriter`` went through the same states.
struct ReplyTrace {
    /// Where symbols that a passage read come from.
    enum Source: Hashable {
        /// The unit of the conversation's context with this number, from 0.
        case context(Int)
        /// The reply itself, as far as it was written.
        case reply
    }

    /// Symbols of one source.
    struct Stretch {
        let source: Source
        let symbols: [Symbol]
    }

    /// One passage.
    struct Passage {
        /// What the context encoder reads.
        let context: [Stretch]
        /// The beginning of the unit that is gone on with.
        let begun: [Stretch]
        /// What was written.
        let written: [Symbol]
    }

    /// The passages, in their order.
    let passages: [Passage]

    init(of text: String, after context: String, by model: LoadedModel, _ settings: ReplySettings) {
        let layout = model.configuration.layout
        let shape = model.configuration.shape
        let base = UnitParts(context, layout)
        let closedUnits =
            base.closed.isEmpty
            ? 0
            : (shape.contextParts(
                of: base.closed, alphabet: model.alphabet, layout: layout
            ).last?.unit ?? -1) + 1
        let openCount = model.alphabet.encode(base.open).count

        /// Symbols of the unit with this number, of which `offset` came before.
        func stretches(_ unit: Int, _ offset: Int, _ symbols: [Symbol]) -> [Stretch] {
            if unit < closedUnits { return [Stretch(source: .context(unit), symbols: symbols)] }
            // The unit that was begun is the person's up to where the reply took over.
            let own = unit == closedUnits ? max(0, min(symbols.count, openCount - offset)) : 0
            return [
                Stretch(source: .context(closedUnits), symbols: Array(symbols.prefix(own))),
                Stretch(source: .reply, symbols: Array(symbols.dropFirst(own))),
            ].filter { !$0.symbols.isEmpty }
        }

        var progress = ReplyProgress(
            openUnit: base.open, layout: layout, settings: settings,
            passageLength: shape.continuationCharacters)
        var rest = model.alphabet.encode(text)[...]
        var passages: [Passage] = []
        while !rest.isEmpty {
            let known = UnitParts(context + progress.text + progress.pending, layout)
            let parts =
                known.closed.isEmpty
                ? []
                : shape.contextParts(of: known.closed, alphabet: model.alphabet, layout: layout)
            var decoder = SymbolDecoder(model.alphabet)
            var written: [Symbol] = []
            while let symbol = rest.popFirst() {
                written.append(symbol)
                let goesOn = progress.take(symbol, &decoder, place: written.count) { _ in true }
                if !goesOn { break }
            }
            // A text that is longer than its settings allow was not cut by them.
            progress.isDone = false
            let begunUnit = (parts.last?.unit ?? -1) + 1
            passages.append(
                Passage(
                    context: parts.flatMap { stretches($0.unit, $0.offset, $0.symbols) },
                    begun: stretches(begunUnit, 0, model.alphabet.encode(known.open)),
                    written: written))
        }
        self.passages = passages
    }
}
