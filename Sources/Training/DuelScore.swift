import Checkpoints

/// What checkpoints of the duel are compared by.
enum DuelScore {
    /// What the true context and topic save together, negative: lower is better.
    static func value(_ measures: HeldOutMeasures) -> Double {
        -measures.contextGain - (measures.topicGain ?? 0)
    }

    /// The score that suffices where the best is `best`: a twentieth less saved is no difference, and the
    /// later checkpoint has the discriminator that has seen more.
    static func sufficient(best: Double) -> Double { best + 0.05 * abs(best) }
}
