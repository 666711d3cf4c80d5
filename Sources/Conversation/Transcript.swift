import Foundation
import Texts

/// A conversation as a file: JSON that a person can read and that restores it exactly.
struct Transcript: Codable, Hashable, Sendable {
    /// The mark by which a transcript is known.
    static let format = "riposte-transcript"
    /// The newest version that this program reads and the one that it writes.
    static let version = 2
    /// No transcript is longer than this.
    static let mostBytes = 64 << 20

    struct SavedTurn: Codable, Hashable, Sendable {
        var voice: Turn.Voice
        var text: String
        var topic: SavedTopic?
        var seed: UInt64?
        var judgement: Float?
        var finished: Bool?
        /// What the reply was drawn by, since version 2; of several drafts, `settings.candidates` of
        /// them.
        var settings: ReplySettings?
        /// Which of the drafts it is, from 0.
        var draft: Int?
        /// The model that wrote it, where that is not ``Transcript/model``.
        var model: ModelIdentity?
        /// The chance that the drafts share, where they are one for each code.
        var sweep: Int?
        /// Of what a person said after a reply that was cut short: true where it begins a unit.
        var beginsUnit: Bool?
    }

    var format = Transcript.format
    var version = Transcript.version
    var topic: SavedTopic
    var settings: ReplySettings
    var seed: UInt64
    var replies: Int
    var turns: [SavedTurn]
    /// Who spoke, since version 2.
    var model: ModelIdentity?

    init(of conversation: Conversation) {
        topic = SavedTopic(conversation.topic)
        settings = conversation.settings
        seed = conversation.seed
        replies = conversation.replyCount
        turns = conversation.turns.map(SavedTurn.init)
        model = conversation.speaker.identity
    }
}

extension Transcript.SavedTurn {
    init(_ turn: Turn) {
        self.init(voice: turn.voice, text: turn.text)
        if turn.beginsUnit { beginsUnit = true }
        guard let origin = turn.origin else { return }
        topic = origin.ownTopic ?? SavedTopic(origin.topic)
        seed = origin.seed
        judgement = origin.judgement
        finished = origin.isFinished
        settings = origin.settings
        draft = origin.index
        model = origin.model
        if case .codes(let chance) = origin.drafts { sweep = chance }
    }

    /// The turn that was saved, for a model with the topics `names` to go on from; `writer` wrote it
    /// where the turn itself names no model, and is nil where that is the one that goes on.
    ///
    /// - Throws: what ``SavedTopic/mixture(of:)`` and ``ReplySettings/validate()`` do.
    func turn(topics names: [String], writer: ModelIdentity?) throws -> Turn {
        guard voice == .model else {
            return Turn(voice: voice, text: text, origin: nil, beginsUnit: beginsUnit ?? false)
        }
        try settings?.validate()
        let isOthers = model != nil
        var origin = Turn.Origin(
            topic: try topic?.mixture(of: names, orNone: isOthers) ?? .none(of: names),
            seed: seed ?? 0, judgement: judgement, isFinished: finished ?? true,
            settings: settings,
            drafts: sweep.map { .codes(chance: $0) } ?? .candidates(settings?.candidates ?? 1),
            index: draft ?? 0)
        origin.model = model ?? writer
        if origin.model != nil { origin.ownTopic = topic }
        return Turn(voice: .model, text: text, origin: origin)
    }
}

extension Conversation {
    /// Takes over what `transcript` holds, or nothing of it when it does not fit.
    mutating func restore(_ transcript: Transcript, from file: String) throws {
        let names = speaker.topicNames
        let topic = try transcript.topic.mixture(of: names)
        let turns: [Turn]
        let isOwn = transcript.model?.checksum == speaker.identity?.checksum
        do {
            turns = try transcript.turns.map {
                try $0.turn(topics: names, writer: isOwn ? nil : transcript.model)
            }
            try transcript.settings.validate()
        } catch let error as SettingError {
            throw ConversationError.notATranscript(file, reason: "\(error)")
        }
        guard (0...1_000_000_000).contains(transcript.replies) else {
            throw ConversationError.notATranscript(
                file, reason: "\"replies\" is not a number of replies")
        }
        self.topic = topic
        self.turns = turns
        settings = transcript.settings
        seed = transcript.seed
        replyCount = transcript.replies
    }
}
