import Texts

/// A saved conversation that is written anew: the replies are drawn again from what the transcript
/// says they were drawn from, and must come out as they stand there, to the character.
public struct Replay: Sendable {
    /// Something that happens in a replay.
    public enum Event: Sendable {
        /// Something was said that is no reply, by the person or as a text that was given, under the
        /// topic of the reply to it.
        case said(Turn, under: TopicMixture)
        /// A reply begins.
        case begins
        /// A piece of the reply.
        case piece(String)
        /// The reply came out as it was.
        case reply(Reply)
    }

    /// More blanks than these around a reply that was stopped are not expected.
    private static let mostBlanks = 64

    private let conversation: Conversation
    private let file: String
    private let model: ModelIdentity?

    /// The conversation that `/save` wrote to `file`, with the model that it was had with; `speaker` writes
    /// in the precision of that time, where it can.
    ///
    /// - Throws: ``ConversationError``, when the file is damaged, the model another one, or a reply's
    ///   origin unknown.
    public init(_ file: String, speaker: any Speaker) throws {
        let transcript = try Transcript(contentsOf: file)
        if let own = speaker.identity {
            let replies = transcript.turns.filter { $0.voice == .model }
            for saved in [transcript.model] + replies.map(\.model) {
                guard let saved, saved.checksum != own.checksum else { continue }
                throw ConversationError.otherModel(file, saved: saved, own: own)
            }
        }
        if let precision = transcript.model?.precision { speaker.write(in: precision) }
        var conversation = Conversation(speaker: speaker, seed: transcript.seed)
        try conversation.restore(transcript, from: file)
        for (index, turn) in conversation.turns.enumerated()
        where turn.voice == .model && turn.origin?.settings == nil {
            throw ConversationError.notReplayable(file, turn: index + 1)
        }
        self.conversation = conversation
        self.file = file
        model = transcript.model
    }

    /// Goes through the conversation and tells `hear` what happens.
    ///
    /// - Parameter hear: `false` stops the replay.
    /// - Throws: ``ConversationError/differs(_:turn:expected:written:note:)`` at the first reply that
    ///   does not come out as it was.
    public func run(_ hear: (Event) -> Bool) throws {
        for (index, turn) in conversation.turns.enumerated() {
            guard turn.voice == .model, let origin = turn.origin, let settings = origin.settings
            else {
                let reply = conversation.turns[index...].first { $0.voice == .model }
                let topic = reply?.origin?.topic ?? conversation.topic
                guard hear(.said(turn, under: topic)) else { return }
                continue
            }
            guard hear(.begins) else { return }
            let context = Array(conversation.turns[..<index])
                .context(separator: conversation.speaker.unitSeparator)
            var isStopped = false
            let written = try rewrite(turn.text, origin, settings, after: context) { piece in
                isStopped = isStopped || !hear(.piece(piece))
                return !isStopped
            }
            if isStopped { return }
            guard written.text.unicodeScalars.elementsEqual(turn.text.unicodeScalars) else {
                throw ConversationError.differs(
                    file, turn: index + 1, expected: turn.text, written: written.text, note: note)
            }
            guard hear(.reply(written)) else { return }
        }
    }

    /// The reply of `origin`, drawn again; where it was stopped, it is stopped again.
    private func rewrite(
        _ text: String, _ origin: Turn.Origin, _ settings: ReplySettings, after context: String,
        emit: (String) -> Bool
    ) throws -> Reply {
        let length = text.unicodeScalars.count
        // Nothing was written when it was stopped.
        guard length > 0 || origin.isFinished else {
            return Reply(text: "", topic: origin.topic, seed: origin.seed, isFinished: false)
        }
        var isHeard = true
        if origin.drafts == .candidates(1) {
            var count = 0
            let reply = try conversation.speaker.reply(
                to: context, topic: origin.topic, settings: settings, seed: origin.seed
            ) { piece in
                // Of the last piece only what was there.
                let rest = origin.isFinished ? .max : max(0, length - count)
                let shown = String(String.UnicodeScalarView(piece.unicodeScalars.prefix(rest)))
                count += piece.unicodeScalars.count
                isHeard = isHeard && emit(shown)
                return isHeard && (origin.isFinished || count < length)
            }
            return origin.isFinished ? reply : cut(reply, to: length)
        }
        var settings = settings
        if !origin.isFinished {
            // They need not go on for much longer than they did: a symbol is at least a byte, and blanks
            // at the ends were dropped.
            settings.length = min(settings.length, text.utf8.count + Replay.mostBlanks)
        }
        let drafts = try conversation.speaker.drafts(
            origin.drafts, to: context, topic: origin.topic, settings: settings, seed: origin.seed
        ) {
            isHeard = isHeard && emit("")
            return isHeard
        }
        guard drafts.indices.contains(origin.index) else {
            throw ConversationError.notATranscript(
                file, reason: "there is no draft \(origin.index + 1) among \(drafts.count)")
        }
        let whole = drafts[origin.index].reply
        let reply = origin.isFinished ? whole : cut(whole, to: length)
        _ = emit(reply.text)
        return reply
    }

    private func cut(_ reply: Reply, to length: Int) -> Reply {
        var reply = reply
        let beginning = reply.text.unicodeScalars.prefix(length)
        reply.text = String(String.UnicodeScalarView(beginning))
        return reply
    }

    /// Why replies may differ although the model is the same.
    private var note: String? {
        guard let model, let own = conversation.speaker.identity, model.precision != own.precision
        else { return nil }
        return "it was written in \(model.precision), and this machine computes in \(own.precision)"
    }
}
