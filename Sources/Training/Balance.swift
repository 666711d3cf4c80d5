import Checkpoints
import Models

/// Who is ahead in each head's game: the stronger side waits until the weaker one has caught up.
///
/// | head | the discriminator waits | the generator waits |
/// |---|---|---|
/// | realism | it is right in at least `balance` of the held-out pairs | it guesses: at most `guessing` |
/// | topic, context | it is right about at least `matchingBalance` of the text | it guesses, or samples fit more surely than real text, by `matchingLead` |
public struct Balance: Codable, Hashable, Sendable {
    /// The side that waits.
    public enum Side: String, Codable, Sendable {
        /// This head does not learn.
        case discriminator
        /// The generator does not learn from this head.
        case generator
    }

    /// Who waits in the realism head's game; nil for neither, here and below.
    public var realism: Side?
    /// And in the topic head's.
    public var topic: Side?
    /// And in the context head's.
    public var context: Side?

    /// Nobody waits.
    public init() {}

    /// Who waits at `equilibrium`; nobody where nothing has been measured yet.
    ///
    /// A critic of bounded slope never leaves the generator without a direction, and its logits are not
    /// those of a classifier: under such an objective nobody waits for the realism head.
    public init(at equilibrium: Equilibrium?, _ settings: TrainingSettings) {
        guard let equilibrium else { return }
        if settings.objective.objective.constraint == .none {
            let accuracy = equilibrium.realism.accuracy
            if accuracy >= settings.balance {
                realism = .discriminator
            } else if accuracy <= settings.guessing {
                realism = .generator
            }
        }
        func waits(_ verdict: Equilibrium.Verdict?) -> Side? {
            guard let verdict else { return nil }
            if verdict.accuracy >= settings.matchingBalance { return .discriminator }
            let isAhead = verdict.lead > settings.matchingLead
            return isAhead || verdict.accuracy <= settings.guessing ? .generator : nil
        }
        topic = waits(equilibrium.topic)
        context = waits(equilibrium.context)
    }

    /// The side that waits in `head`'s game.
    func waiting(_ head: Head) -> Side? {
        switch head {
        case .realism: realism
        case .topic: topic
        case .context: context
        }
    }
}
