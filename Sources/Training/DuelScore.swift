import Checkpoints

/// What checkpoints of the duel are compared by.
enum DuelScore {
    /// What the true context and topic save together, negative: lower is better.
    static func value(_ measures: HeldOutMeasures) -> Double {
        -measures.contextGain - (measures.topicGain ?? 0)
    }
}
