import Riposte

/// A continuation or a turn as `--json` writes it.
struct ReplyObject: Encodable {
    /// What was written.
    let text: String
    /// Name → weight of the topics that were asked for; empty when none were.
    let topic: [String: Float]
    /// What repeats it.
    let seed: UInt64
    /// The latent code that it was written by, as `--code` takes it; absent in a model without codes.
    let code: String?
    /// The discriminator's mean logit; absent when nothing was written.
    let judgement: Float?
    /// How long it took; of a chat's turn.
    let seconds: Double?

    init(_ reply: Reply, seconds: Double? = nil) {
        text = reply.text
        let weights = reply.topic.isChosen ? zip(reply.topic.names, reply.topic.weights) : nil
        topic = Dictionary(
            weights?.filter { $0.1 > 0 } ?? [], uniquingKeysWith: { first, _ in first })
        seed = reply.seed
        code = reply.code.map { "\(CodeChoice(category: $0.category, values: $0.values))" }
        judgement = reply.judgement
        self.seconds = seconds
    }
}
