import Texts

/// Something that was said.
public struct Turn: Hashable, Sendable {
    /// Who said it.
    public enum Voice: String, Codable, Sendable {
        /// Text that was there before the conversation (`/context set`).
        case given
        /// The person.
        case person
        /// The model.
        case model
    }

    /// What the model wrote it from; the rest of a model's turn.
    public struct Origin: Hashable, Sendable {
        /// The topic at that time, as far as the model that goes on with the conversation knows it.
        public var topic: TopicMixture
        /// The same as the model that wrote the reply knows it, where another one goes on.
        var ownTopic: SavedTopic?
        /// The seed of the reply.
        public var seed: UInt64
        /// The discriminator's mean logit, when it was asked.
        public var judgement: Float?
        /// Whether the unit was finished; the next reply goes on in the middle of it otherwise.
        public var isFinished: Bool
        /// The settings that it was drawn by; nil in transcripts of before they were kept.
        public var settings: ReplySettings?
        /// The drafts that it is one of; a reply that was written alone is the only candidate.
        public var drafts: Drafts
        /// Which of the drafts it is, from 0 in the order in which they were written.
        public var index: Int
        /// The model that wrote it, where that is not the one that goes on with the conversation.
        public var model: ModelIdentity?

        /// Where a reply comes from.
        public init(
            topic: TopicMixture, seed: UInt64, judgement: Float?, isFinished: Bool,
            settings: ReplySettings? = nil, drafts: Drafts = .candidates(1), index: Int = 0
        ) {
            self.topic = topic
            self.seed = seed
            self.judgement = judgement
            self.isFinished = isFinished
            self.settings = settings
            self.drafts = drafts
            self.index = index
        }
    }

    /// Who said it.
    public let voice: Voice
    /// What was said, without the separator at its end.
    public let text: String
    /// Only of the model's turns.
    public let origin: Origin?
    /// Whether it begins a unit although the reply before it was cut short. Such replies once ran into
    /// what was said next, and transcripts of that time are to come out as they were.
    var beginsUnit = false

    static func given(_ text: String) -> Turn { Turn(voice: .given, text: text, origin: nil) }
    static func person(_ text: String, beginsUnit: Bool = false) -> Turn {
        Turn(voice: .person, text: text, origin: nil, beginsUnit: beginsUnit)
    }
    static func model(
        _ reply: Reply, by settings: ReplySettings, _ drafts: Drafts, isFinished: Bool
    ) -> Turn {
        Turn(
            voice: .model, text: reply.text,
            origin: Origin(
                topic: reply.topic, seed: reply.seed, judgement: reply.judgement,
                isFinished: isFinished, settings: settings, drafts: drafts, index: reply.index))
    }
}

extension [Turn] {
    /// What the model reads: every turn, each ended by `separator` where its unit is finished, or where
    /// the next one begins a unit.
    func context(separator: String) -> String {
        var context = ""
        for turn in self where !turn.text.isEmpty {
            if turn.beginsUnit { context = UnitEnd.closed(context, by: separator) }
            let isFinished = turn.origin?.isFinished ?? true
            context += isFinished ? UnitEnd.closed(turn.text, by: separator) : turn.text
        }
        return context
    }

    /// Whether the last unit is one that the model was cut short in.
    var endsInUnfinishedReply: Bool {
        last { !$0.text.isEmpty }?.origin?.isFinished == false
    }
}
