import Checkpoints
import Models
import Tensors
import Texts

/// Writes replies side by side, symbol by symbol, each until enough units or characters are written or
/// the document ends.
///
/// The generator was trained on continuations of a certain length. A longer reply is written as several
/// passages: at the end of a unit, what has been written becomes context for the rest.
struct ReplyWriter {
    private let model: LoadedModel
    private let context: String
    private let topic: TopicMixture
    private let settings: ReplySettings

    init(
        _ model: LoadedModel, _ context: String, _ topic: TopicMixture, _ settings: ReplySettings
    ) {
        self.model = model
        self.context = context
        self.topic = topic
        self.settings = settings
    }

    /// Writes a reply for each of `sources`, each piece handed to `emit` as soon as it is known to stay;
    /// false stops them all.
    ///
    /// - Returns: of each reply all that was emitted, without blanks or separators at its end; and
    ///   whether it ends with a whole unit.
    func write(_ sources: [RandomSource], _ emit: (String) -> Bool) -> [(
        text: String, isFinished: Bool
    )] {
        let beginning = Progress(
            openUnit: unitParts(context).open, layout: model.configuration.layout)
        var replies = sources.map { _ in beginning }
        var passage = 0
        while replies.contains(where: { !$0.isDone }) {
            writePassage(passage, &replies, sources, emit)
            passage += 1
        }
        return replies.map { ($0.text, $0.isFinished) }
    }

    /// Where a reply's z comes from, and its code.
    static func noise(_ source: RandomSource) -> RandomSource { source.child("noise", 0) }

    /// What has been written of one reply so far.
    private struct Progress {
        var text = ""
        /// Blanks that are written only when something follows them.
        var pending = ""
        var units = 0
        var symbols = 0
        var isDone = false
        /// Whether what has been written ends with a whole unit.
        var isFinished = false
        /// The unit that is being written.
        var openUnit: String
        let layout: Layout

        init(openUnit: String, layout: Layout) {
            self.openUnit = openUnit
            self.layout = layout
        }

        /// Takes `piece` in; true when it ends a unit.
        mutating func add(_ piece: String, emit: (String) -> Bool) -> Bool {
            openUnit += piece
            if piece.allSatisfy(\.isWhitespace) {
                if !text.isEmpty { pending += piece }
                // Nothing to show yet, but whoever listens may want to stop.
                if !emit("") { isDone = true }
            } else {
                text += pending + piece
                if !emit(pending + piece) { isDone = true }
                pending = ""
            }
            guard endsUnit(piece) else { return false }
            openUnit = ""
            return true
        }

        private func endsUnit(_ piece: String) -> Bool {
            switch layout {
            case .lines:
                return piece == "\n"
            case .prose:
                guard piece == " " || piece == "\n", !openUnit.allSatisfy(\.isWhitespace) else {
                    return false
                }
                // A sentence has ended when another one could begin here.
                return layout.units(of: openUnit + "A").count > 1
            }
        }
    }

    /// Writes passage `number` of every reply that is not done.
    private func writePassage(
        _ number: Int, _ replies: inout [Progress], _ sources: [RandomSource],
        _ emit: (String) -> Bool
    ) {
        let open = replies.indices.filter { !replies[$0].isDone }
        let known = open.map { unitParts(context + replies[$0].text + replies[$0].pending) }
        let shape = model.configuration.shape
        let batch = Batch(
            contexts: known.map { known in
                known.closed.isEmpty
                    ? []
                    : shape.contextSymbols(
                        of: known.closed, alphabet: model.alphabet,
                        layout: model.configuration.layout)
            }, continuations: open.map { _ in [] }, topics: open.flatMap { _ in topic.weights },
            steps: 1, stepMultiple: 1)
        var decoders = open.map { _ in SymbolDecoder(model.alphabet) }
        var lengths = open.map { _ in 0 }
        var isStopped = false
        model.generator.write(
            // A unit that has been begun is read, not written.
            batch, after: known.map { model.alphabet.encode($0.open) },
            sampling: Sampling(
                temperature: settings.temperature, topP: settings.topP,
                guidance: settings.guidance),
            // The noise z stays the same throughout a reply.
            open.map {
                Generator.Chance(
                    noise: ReplyWriter.noise(sources[$0]),
                    draws: sources[$0].child("draws", number),
                    code: settings.code)
            },
            mayEnd: { !replies[open[$0]].text.isEmpty }
        ) { written in
            if isStopped { return false }
            let row = written.passage
            lengths[row] += 1
            return take(
                written.symbol, into: &replies[open[row]], &decoders[row],
                passageLength: lengths[row]
            ) { piece in
                isStopped = !emit(piece)
                return !isStopped
            }
        }
        if isStopped { for index in replies.indices { replies[index].isDone = true } }
    }

    /// Takes a symbol into a reply; false when it ends the passage, which is now `passageLength` long.
    private func take(
        _ symbol: Symbol, into progress: inout Progress, _ decoder: inout SymbolDecoder,
        passageLength: Int, emit: (String) -> Bool
    ) -> Bool {
        progress.symbols += 1
        if symbol == Alphabet.end {
            progress.isDone = true
            progress.isFinished = true
            return false
        }
        let piece = decoder.append(symbol)
        let endsUnit = !piece.isEmpty && progress.add(piece, emit: emit)
        if endsUnit && !progress.text.isEmpty { progress.units += 1 }
        progress.isFinished = endsUnit
        if progress.units >= settings.units || progress.symbols >= settings.length {
            progress.isDone = true
        }
        let most = model.configuration.shape.continuationCharacters
        return !progress.isDone
            && !(passageLength >= most && (endsUnit || passageLength > 2 * most + 1))
    }

    /// `text` up to its last whole unit, and the unit that has been begun after it.
    private func unitParts(_ text: String) -> (closed: String, open: String) {
        let layout = model.configuration.layout
        if text.isEmpty || text.hasSuffix(layout.separator) || text.hasSuffix("\n") {
            return (text, "")
        }
        guard let last = layout.units(of: text).last else { return (text, "") }
        let open = last.hasSuffix(layout.separator) ? String(last.dropLast()) : last
        guard text.hasSuffix(open) else { return (text, "") }
        return (String(text.dropLast(open.count)), open)
    }
}
