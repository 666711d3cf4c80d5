import Checkpoints

/// What a run must not lose, watched at every measurement on held-out text.
public struct CollapseGuard: Sendable {
    /// What broke.
    public enum Cause: String, Codable, Sendable {
        /// A loss, a gradient or a measure is not a number.
        case notANumber
        /// Samples have too few distinct 4-grams; the value is their share of real text's.
        case diversity
        /// The generator hardly chooses any more; the value is its entropy in bits per character.
        case entropy
        /// Samples are copied; the value is the share of their characters that stands in the training
        /// text in long runs.
        case novelty
        /// The language was forgotten; the value is the rise of held-out bits per character over the
        /// duel's start, as a share.
        case likelihood
    }

    /// Something that broke, with the figure that told.
    public struct Trouble: Codable, Hashable, Sendable {
        /// What broke.
        public var cause: Cause
        /// The figure; nil where it is not a number.
        public var value: Double?
    }

    /// Held-out bits per character at the duel's start; nil where nothing was learned before it.
    private let startBits: Double?

    /// Watches over a duel that began at `startBits` per character.
    public init(startBits: Double?) { self.startBits = startBits }

    /// Samples have at least this share of real text's distinct 4-grams.
    static let leastDiversity = 0.8
    /// The entropy along samples is at least this share of held-out bits per character.
    static let leastEntropy = 0.6
    /// Samples copy at most this share more than held-out text does.
    static let mostCopied = 0.1
    /// Held-out bits rise by at most this share.
    static let mostForgotten = 0.15

    /// What is wrong with a generator in the duel, if anything.
    ///
    /// From scratch it passes through few letters and little choice before it finds more: then only what
    /// is not a number counts.
    public func trouble(in measures: HeldOutMeasures) -> Trouble? {
        guard measures.isFinite else { return Trouble(cause: .notANumber) }
        guard let startBits else { return nil }
        if let diversity = measures.diversity, diversity < CollapseGuard.leastDiversity {
            return Trouble(cause: .diversity, value: diversity)
        }
        if let entropy = measures.entropy,
            entropy < CollapseGuard.leastEntropy * measures.bitsPerCharacter
        {
            return Trouble(cause: .entropy, value: entropy)
        }
        if let novelty = measures.novelty,
            novelty > (measures.noveltyReal ?? 0) + CollapseGuard.mostCopied
        {
            return Trouble(cause: .novelty, value: novelty)
        }
        let rise = measures.bitsPerCharacter / startBits - 1
        guard rise > CollapseGuard.mostForgotten else { return nil }
        return Trouble(cause: .likelihood, value: rise)
    }
}

extension CollapseGuard.Trouble {
    /// The trouble in words.
    public var words: String {
        let value = value ?? .nan
        let percent = value.isFinite ? "\(Int(100 * value)) %" : "not a number"
        return switch cause {
        case .notANumber: "a loss, gradient or measure is not a number"
        case .diversity: "diversity fell to \(percent) of real text's"
        case .entropy: "entropy fell to \(percent) of a bit per character"
        case .novelty: "\(percent) of the samples is copied from the training text"
        case .likelihood: "held-out bits per character rose by \(percent)"
        }
    }
}
