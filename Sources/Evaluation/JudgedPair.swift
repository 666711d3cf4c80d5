import Models

/// A real continuation and a sampled one of the same context, both as the discriminator judges them.
public struct JudgedPair: Sendable {
    /// The topic's name.
    public let topic: String?
    /// The context of both.
    public let context: String
    /// The real continuation, character by character.
    public let real: Judgement
    /// The sampled one.
    public let sampled: Judgement

    /// A pair of judged texts.
    public init(topic: String?, context: String, real: Judgement, sampled: Judgement) {
        self.topic = topic
        self.context = context
        self.real = real
        self.sampled = sampled
    }
}
