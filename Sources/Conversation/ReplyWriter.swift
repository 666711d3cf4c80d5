import Checkpoints
import Models
import Tensors
import Texts

/// Writes one reply, symbol by symbol, until enough units or characters are written or the document
/// ends.
///
/// The generator was trained on continuations of a certain length. A longer reply is written as several
/// passages: at the end of a unit, what has been written becomes context for the rest.
struct ReplyWriter {
    private let model: LoadedModel
    private let context: String
    private let topic: TopicMixture
    private let settings: ReplySettings
    private let source: RandomSource

    init(
        _ model: LoadedModel, _ context: String, _ topic: TopicMixture, _ settings: ReplySettings,
        _ source: RandomSource
    ) {
        self.model = model
        self.context = context
        self.topic = topic
        self.settings = settings
        self.source = source
    }

    /// Writes the reply, each piece handed to `emit` as soon as it is known to stay; false stops.
    ///
    /// - Returns: all that was emitted, without blanks or separators at its end; and whether it ends with
    ///   a whole unit.
    func write(_ emit: (String) -> Bool) -> (text: String, isFinished: Bool) {
        var progress = Progress(
            openUnit: unitParts(context).open, layout: model.configuration.layout)
        var passage = 0
        while !progress.isDone {
            writePassage(passage, &progress, emit)
            passage += 1
        }
        return (progress.text, progress.isFinished)
    }

    /// What has been written so far.
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

    private func writePassage(_ number: Int, _ progress: inout Progress, _ emit: (String) -> Bool) {
        let shape = model.configuration.shape
        let known = unitParts(context + progress.text + progress.pending)
        let before =
            known.closed.isEmpty
            ? []
            : shape.contextSymbols(
                of: known.closed, alphabet: model.alphabet, layout: model.configuration.layout)
        let batch = Batch(
            contexts: [before], continuations: [[]], topics: topic.weights, steps: 1,
            stepMultiple: 1)
        // The noise z stays the same throughout a reply.
        let stepper = Stepper(model.generator, batch, source)
        var last = batch.before
        // A unit that has been begun is read, not written.
        for symbol in model.alphabet.encode(known.open) {
            _ = stepper.step(last)
            last[0] = Int32(symbol)
        }
        let sampling = Sampling(temperature: settings.temperature, topP: settings.topP)
        let draws = source.child("draws", number)
        var decoder = SymbolDecoder(model.alphabet)
        for step in 0... {
            let logits = stepper.step(last)
            last[0] = sampling.draw(
                logits, row: 0, draws, noise: step, mayEnd: !progress.text.isEmpty)
            let symbol = Symbol(last[0])
            progress.symbols += 1
            let endsUnit: Bool
            if symbol == Alphabet.end {
                progress.isDone = true
                progress.isFinished = true
                return
            } else {
                let piece = decoder.append(symbol)
                endsUnit = !piece.isEmpty && progress.add(piece, emit: emit)
            }
            if endsUnit && !progress.text.isEmpty { progress.units += 1 }
            progress.isFinished = endsUnit
            if progress.units >= settings.units || progress.symbols >= settings.length {
                progress.isDone = true
            }
            let isLong = step + 1 >= shape.continuationCharacters
            if progress.isDone || isLong && (endsUnit || step > 2 * shape.continuationCharacters) {
                return
            }
        }
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
