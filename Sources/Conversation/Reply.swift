import Models
import Texts

/// What the model said.
public struct Reply: Hashable, Sendable {
    /// The reply, as far as it was written; without a separator at its end.
    public var text: String
    /// The topic that it was written under.
    public var topic: TopicMixture
    /// What its noise was drawn from: the same seed, context, topic and settings give it again.
    public var seed: UInt64
    /// The discriminator's mean logit, when it was asked.
    public var judgement: Float?
    /// The latent code that it was written by; nil where the model has none.
    public var code: LatentCode?
    /// Whether it ends with a whole unit; false where the limit of characters cut it off.
    public var isFinished: Bool
    /// Which it is of the drafts that were written side by side, from 0; 0 when it was alone.
    public var index: Int

    /// A reply.
    public init(
        text: String, topic: TopicMixture, seed: UInt64, judgement: Float? = nil,
        isFinished: Bool = true, code: LatentCode? = nil, index: Int = 0
    ) {
        self.isFinished = isFinished
        self.index = index
        self.code = code
        self.text = text
        self.topic = topic
        self.seed = seed
        self.judgement = judgement
    }
}
