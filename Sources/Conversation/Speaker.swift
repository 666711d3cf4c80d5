import Models
import Texts

/// What a conversation needs of a model.
public protocol Speaker: Sendable {
    /// The names of the model's topics, in its order; empty when it has none.
    var topicNames: [String] { get }
    /// How many categories the model's latent code has; 0 when it has no codes.
    var codeCount: Int { get }
    /// What words tell about the topics; nil where only the topics' names are known.
    var topicModel: TopicModel? { get }
    /// Which model it is; nil where that is not known.
    var identity: ModelIdentity? { get }
    /// The settings to begin with.
    var defaultSettings: ReplySettings { get }
    /// What stands between units: a newline (dialogue, verse) or a space (prose).
    var unitSeparator: String { get }

    /// Writes from now on in the precision of this name, where it can: what a ``ModelIdentity`` said.
    func write(in precision: String)

    /// Writes what follows `context`.
    ///
    /// A context that is not empty and does not end with ``unitSeparator`` ends in the middle of a
    /// unit, which the reply then finishes; only what is new is emitted and returned.
    ///
    /// - Parameters:
    ///   - emit: hears the reply piece by piece as it is written, and answers `false` to stop.
    /// - Returns: the reply as far as it was written, also when it was stopped.
    func reply(
        to context: String, topic: TopicMixture, settings: ReplySettings, seed: UInt64,
        emit: (String) -> Bool
    ) throws -> Reply

    /// Writes several replies to the same context side by side, and judges each.
    ///
    /// - Parameter goOn: asked while they are written; `false` stops them all.
    /// - Returns: the replies in their order, as far as they were written.
    func drafts(
        _ drafts: Drafts, to context: String, topic: TopicMixture, settings: ReplySettings,
        seed: UInt64, goOn: () -> Bool
    ) throws -> [Draft]

    /// What the discriminator thinks of `text` after `context`.
    func judge(_ text: String, after context: String, topic: TopicMixture) throws -> Judgement

    /// What carried `text`, a reply of `origin` after `context`.
    func explanation(of text: String, after context: String, from origin: Turn.Origin) throws
        -> Explanation
}

extension Speaker {
    /// No codes.
    public var codeCount: Int { 0 }
    /// It has one precision.
    public func write(in precision: String) {}
    /// An unknown model.
    public var identity: ModelIdentity? { nil }
    /// Only names are known.
    public var topicModel: TopicModel? { nil }

    /// What `words` say about a topic: names, names with weights, any other words, `none`.
    ///
    /// ```swift
    /// conversation.topic = try conversation.speaker.topic("storm at sea").mixture
    /// ```
    ///
    /// - Throws: ``TopicError``.
    public func topic(_ words: String) throws -> TopicReading {
        try TopicReading(words, names: topicNames, model: topicModel)
    }
}
