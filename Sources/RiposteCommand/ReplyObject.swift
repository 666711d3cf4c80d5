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
        topic = ReplyObject.topic(of: reply)
        seed = reply.seed
        code = ReplyObject.code(of: reply)
        judgement = reply.judgement
        self.seconds = seconds
    }

    /// Name → weight of the topics that were asked for.
    static func topic(of reply: Reply) -> [String: Float] {
        guard reply.topic.isChosen else { return [:] }
        let weights = zip(reply.topic.names, reply.topic.weights).filter { $0.1 > 0 }
        return Dictionary(weights, uniquingKeysWith: { first, _ in first })
    }

    /// The latent code as `--code` takes it.
    static func code(of reply: Reply) -> String? {
        reply.code.map { "\(CodeChoice(category: $0.category, values: $0.values))" }
    }
}
