import Texts
import Models

/// Replies to the same words that are written side by side, to choose from.
public enum Drafts: Hashable, Sendable {
    /// So many, each with a chance of its own.
    case candidates(Int)
    /// One for each category of the latent code, all with the chance of candidate number `chance`
    /// (from 0), so that nothing but the category differs.
    case codes(chance: Int)
}

/// One of several replies to the same words, with the discriminator's opinion.
public struct Draft: Hashable, Sendable {
    /// The reply.
    public var reply: Reply
    /// What the discriminator makes of it.
    public var judgement: Judgement

    /// A judged reply.
    public init(reply: Reply, judgement: Judgement) {
        self.reply = reply
        self.judgement = judgement
    }
}

/// Drafts on offer: ``Conversation/pick(_:)`` makes one of them the reply.
public struct Offer: Hashable, Sendable {
    /// A draft under the number that picks it.
    public struct Choice: Hashable, Sendable {
        /// What a person calls it by: the rank of a candidate, the category of a code.
        public let number: Int
        /// The reply and what the discriminator makes of it.
        public let draft: Draft
    }

    /// How they were written.
    public let drafts: Drafts
    /// The settings that they were written by.
    public let settings: ReplySettings
    /// The choices: candidates as the discriminator ranks them, codes in their order.
    public let choices: [Choice]
    /// How many turns stand before the reply that is chosen here.
    let base: Int

    /// Offers `written` in the place of the turn at `base`. What has no text is not offered.
    init(_ written: [Draft], as drafts: Drafts, settings: ReplySettings, base: Int) {
        self.drafts = drafts
        self.settings = settings
        self.base = base
        let numbered = written.enumerated().filter { !$0.element.reply.text.isEmpty }
        switch drafts {
        case .candidates:
            // Equal scores stay in the order in which they were written.
            let ranked = numbered.sorted {
                ($0.element.judgement.score, $1.offset) > ($1.element.judgement.score, $0.offset)
            }
            choices = ranked.enumerated().map { rank, draft in
                Choice(number: rank + 1, draft: draft.element)
            }
        case .codes:
            choices = numbered.map { Choice(number: $0.offset + 1, draft: $0.element) }
        }
    }
}
