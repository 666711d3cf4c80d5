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

    /// What one reply is drawn with: where its chance comes from, and the code that is asked for.
    struct Voice {
        let source: RandomSource
        let code: CodeChoice?

        /// Where its z comes from, and what is left open of its code.
        var noise: RandomSource { source.child("noise", 0) }
    }

    init(
        _ model: LoadedModel, _ context: String, _ topic: TopicMixture, _ settings: ReplySettings
    ) {
        self.model = model
        self.context = context
        self.topic = topic
        self.settings = settings
    }

    /// Writes a reply for each of `voices`, each piece handed to `emit` as soon as it is known to stay;
    /// false stops them all.
    ///
    /// - Returns: of each reply all that was emitted, without blanks or separators at its end; and
    ///   whether it ends with a whole unit.
    func write(_ voices: [Voice], _ emit: (String) -> Bool) -> [(
        text: String, isFinished: Bool
    )] {
        let layout = model.configuration.layout
        let beginning = ReplyProgress(
            openUnit: UnitParts(context, layout).open, layout: layout, settings: settings,
            passageLength: model.configuration.shape.continuationCharacters)
        var replies = voices.map { _ in beginning }
        var passage = 0
        while replies.contains(where: { !$0.isDone }) {
            writePassage(passage, &replies, voices, emit)
            passage += 1
        }
        return replies.map { ($0.text, $0.isFinished) }
    }

    /// Writes passage `number` of every reply that is not done.
    private func writePassage(
        _ number: Int, _ replies: inout [ReplyProgress], _ voices: [Voice],
        _ emit: (String) -> Bool
    ) {
        let open = replies.indices.filter { !replies[$0].isDone }
        let shape = model.configuration.shape
        let layout = model.configuration.layout
        let known = open.map {
            UnitParts(context + replies[$0].text + replies[$0].pending, layout)
        }
        let batch = Batch(
            contexts: known.map { known in
                known.closed.isEmpty
                    ? []
                    : shape.contextSymbols(
                        of: known.closed, alphabet: model.alphabet, layout: layout)
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
                    noise: voices[$0].noise,
                    draws: voices[$0].source.child("draws", number),
                    code: voices[$0].code)
            },
            mayEnd: { !replies[open[$0]].text.isEmpty }
        ) { written in
            if isStopped { return false }
            let row = written.passage
            lengths[row] += 1
            return replies[open[row]].take(
                written.symbol, &decoders[row], place: lengths[row]
            ) { piece in
                isStopped = !emit(piece)
                return !isStopped
            }
        }
        if isStopped { for index in replies.indices { replies[index].isDone = true } }
    }
}
