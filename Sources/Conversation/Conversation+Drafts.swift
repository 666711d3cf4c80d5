import Models
import Texts

extension Conversation {
    /// How many candidates are drawn at once: fewer than 2 leave nothing to choose.
    public static let candidateRange = 2...64

    /// Writes `count` replies to the last thing that was said, in place of the reply that stands there
    /// if there is one. Nothing changes until one of them is picked.
    ///
    /// - Parameter goOn: asked all the time; `false` stops the writing, and what there is is offered.
    /// - Throws: ``ConversationError/nothingWritten`` when it was stopped too soon.
    public mutating func drawCandidates(_ count: Int, goOn: () -> Bool) throws -> Offer {
        precondition(
            Conversation.candidateRange.contains(count), "\(count) candidates to choose from")
        var settings = settings
        settings.candidates = count
        let seed = nextSeed
        replyCount += 1
        return try makeOffer(.candidates(count), settings: settings, seed: seed, goOn: goOn)
    }

    /// Writes the last reply again under every category of the latent code: with the topic, settings, seed
    /// and chance that it had, so that what differs comes from the code alone. Before there is a reply,
    /// the first one.
    ///
    /// - Throws: ``CodeError/none`` for a model without codes.
    public mutating func sweepCodes(goOn: () -> Bool) throws -> Offer {
        guard speaker.codeCount > 0 else { throw CodeError.none }
        guard let last = turns.last?.origin else {
            let seed = nextSeed
            replyCount += 1
            return try makeOffer(
                .codes(chance: 0), settings: settings, seed: seed, goOn: goOn)
        }
        let chance = if case .codes(let chance) = last.drafts { chance } else { last.index }
        return try makeOffer(
            .codes(chance: chance), topic: last.topic, settings: last.settings ?? settings,
            seed: last.seed, goOn: goOn)
    }

    /// Makes the choice with this number the reply; another one may be picked until something else is
    /// said.
    ///
    /// - Throws: ``ConversationError/nothingToPick`` or ``ConversationError/noSuchChoice(_:among:)``.
    public mutating func pick(_ number: Int) throws -> Reply {
        guard let offer else { throw ConversationError.nothingToPick }
        guard let choice = offer.choices.first(where: { $0.number == number }) else {
            throw ConversationError.noSuchChoice("\(number)", among: offer.choices.map(\.number))
        }
        let reply = choice.draft.reply
        var settings = offer.settings
        if case .codes = offer.drafts {
            settings.code = CodeChoice(category: number - 1, values: settings.code?.values)
        }
        turns.replaceSubrange(
            offer.base...,
            with: [
                .model(reply, by: settings, offer.drafts, isFinished: reply.isFinished)
            ])
        self.offer = offer
        return reply
    }

    private mutating func makeOffer(
        _ drafts: Drafts, topic: TopicMixture? = nil, settings: ReplySettings, seed: UInt64,
        goOn: () -> Bool
    ) throws -> Offer {
        let base = turns.last?.voice == .model ? turns.count - 1 : turns.count
        let context = Array(turns[..<base]).context(separator: speaker.unitSeparator)
        let written = try speaker.drafts(
            drafts, to: context, topic: topic ?? self.topic, settings: settings, seed: seed,
            goOn: goOn)
        let made = Offer(written, as: drafts, settings: settings, base: base)
        guard !made.choices.isEmpty else { throw ConversationError.nothingWritten }
        offer = made
        return made
    }
}
