/// What the discriminator thinks of one character.
public struct CharacterJudgement: Hashable, Sendable {
    /// The character.
    public var text: String
    /// Above 0: it looks real; below 0: it looks sampled.
    public var logit: Float

    /// A judged character.
    public init(text: String, logit: Float) {
        self.text = text
        self.logit = logit
    }
}

/// What the discriminator thinks of a text.
public struct Judgement: Hashable, Sendable {
    /// The mean logit of "real rather than sampled".
    public var mean: Float
    /// The mean logit of "the topic fits", when there is one.
    public var topicFits: Float?
    /// The mean logit of "the context fits", when there is one.
    public var contextFits: Float?
    /// Character by character.
    public var characters: [CharacterJudgement]

    /// A judgement.
    public init(
        mean: Float, topicFits: Float? = nil, contextFits: Float? = nil,
        characters: [CharacterJudgement]
    ) {
        self.mean = mean
        self.topicFits = topicFits
        self.contextFits = contextFits
        self.characters = characters
    }
}

/// How real a stretch of text looks, in five steps that a terminal can colour.
public enum Verdict: Int, CaseIterable, Comparable, Sendable {
    /// Logit below -2: surely sampled.
    case sampled
    /// Below -0.5: rather sampled.
    case doubtful
    /// Between: could be either.
    case undecided
    /// Above 0.5: rather real.
    case plausible
    /// Above 2: surely real.
    case real

    /// The step that `logit` falls on; a logit that is not a number is undecided.
    public init(logit: Float) {
        switch logit {
        case ..<(-2): self = .sampled
        case ..<(-0.5): self = .doubtful
        case 2...: self = .real
        case 0.5...: self = .plausible
        default: self = .undecided
        }
    }

    /// Ordered from sampled to real.
    public static func < (one: Verdict, other: Verdict) -> Bool { one.rawValue < other.rawValue }
}

extension Judgement {
    /// What candidates are ranked by: all that the discriminator was asked, added up.
    public var score: Float { mean + (topicFits ?? 0) + (contextFits ?? 0) }

    /// Neighbouring characters of one verdict.
    public struct Stretch: Hashable, Sendable {
        /// The characters.
        public var text: String
        /// What they have in common.
        public var verdict: Verdict

        /// A stretch of text under one verdict.
        public init(text: String, verdict: Verdict) {
            self.text = text
            self.verdict = verdict
        }
    }

    /// The text, cut where the verdict changes.
    public var stretches: [Stretch] {
        var stretches: [Stretch] = []
        for character in characters {
            let verdict = Verdict(logit: character.logit)
            if let last = stretches.indices.last, stretches[last].verdict == verdict {
                stretches[last].text += character.text
            } else {
                stretches.append(Stretch(text: character.text, verdict: verdict))
            }
        }
        return stretches
    }
}
