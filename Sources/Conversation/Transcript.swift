import Foundation
import Texts

/// A conversation as a file: JSON that a person can read and that restores it exactly.
struct Transcript: Codable, Hashable, Sendable {
    /// The mark by which a transcript is known.
    static let format = "riposte-transcript"
    /// The newest version that this program reads and the one that it writes.
    static let version = 1
    /// No transcript is longer than this.
    static let mostBytes = 64 << 20

    struct SavedTurn: Codable, Hashable, Sendable {
        var voice: Turn.Voice
        var text: String
        var topic: SavedTopic?
        var seed: UInt64?
        var judgement: Float?
        var finished: Bool?
    }

    var format = Transcript.format
    var version = Transcript.version
    var topic: SavedTopic
    var settings: ReplySettings
    var seed: UInt64
    var replies: Int
    var turns: [SavedTurn]

    init(of conversation: Conversation) {
        topic = SavedTopic(conversation.topic)
        settings = conversation.settings
        seed = conversation.seed
        replies = conversation.replyCount
        turns = conversation.turns.map { turn in
            SavedTurn(
                voice: turn.voice, text: turn.text, topic: turn.origin.map { SavedTopic($0.topic) },
                seed: turn.origin?.seed, judgement: turn.origin?.judgement,
                finished: turn.origin?.isFinished)
        }
    }
}

extension Conversation {
    /// Takes over what `transcript` holds, or nothing of it when it does not fit.
    mutating func restore(_ transcript: Transcript, from file: String) throws {
        let names = speaker.topicNames
        let topic = try transcript.topic.mixture(of: names)
        let turns = try transcript.turns.map { turn in
            guard turn.voice == .model else {
                return Turn(voice: turn.voice, text: turn.text, origin: nil)
            }
            let origin = Turn.Origin(
                topic: try turn.topic?.mixture(of: names) ?? .none(of: names),
                seed: turn.seed ?? 0, judgement: turn.judgement, isFinished: turn.finished ?? true)
            return Turn(voice: .model, text: turn.text, origin: origin)
        }
        do {
            try transcript.settings.validate()
        } catch {
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
