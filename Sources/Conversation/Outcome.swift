import Models

/// What a line that someone typed came to.
public enum Outcome: Sendable {
    /// Nothing to show.
    case nothing
    /// Something to read: help, settings, a confirmation.
    case text(String)
    /// The model spoke; `emit` has heard it already.
    case reply(Reply)
    /// Drafts to choose from.
    case offer(Offer)
    /// The discriminator's opinion of the last reply.
    case judgement(Judgement)
    /// What carried the last reply.
    case explanation(Explanation)
    /// It could not be done; the words say why and what to do.
    case error(String)
    /// The person wants to leave.
    case quit
}
