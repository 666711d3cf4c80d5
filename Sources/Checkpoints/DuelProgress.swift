/// Whether a duel still gets anywhere: the best of each thing that may improve, and how many measurements
/// ago any of them last did.
///
/// Three things may improve: the held-out score that checkpoints are compared by (what context and topic
/// save), how near the realism head is to guessing, and how well the topic and context heads judge text
/// that they did not learn from. While one of them moves there is something to learn for one of the sides.
public struct DuelProgress: Codable, Hashable, Sendable {
    /// The lowest score.
    public private(set) var score: Double?
    /// The smallest distance of the realism head from guessing.
    public private(set) var distance: Double?
    /// The fewest bits that the topic and context heads needed.
    public private(set) var matchingBits: Double?
    /// Measurements since one of them improved.
    public private(set) var idle = 0

    /// Steps that are too small to count as progress: below the noise of one measurement.
    private static let leastStep = (score: 0.002, distance: 0.02, bits: 0.005)

    /// Nothing measured yet.
    public init() {}

    /// Takes one measurement in.
    public mutating func note(score: Double, equilibrium: Equilibrium?) {
        let matching = [equilibrium?.topic, equilibrium?.context].compactMap { $0?.bits }
        let bits = matching.isEmpty ? nil : matching.reduce(0, +) / Double(matching.count)
        // All three are asked, whatever the first one says.
        let improved = [
            DuelProgress.improve(&self.score, score, by: DuelProgress.leastStep.score),
            DuelProgress.improve(
                &distance, equilibrium?.realism.distance, by: DuelProgress.leastStep.distance),
            DuelProgress.improve(&matchingBits, bits, by: DuelProgress.leastStep.bits),
        ]
        idle = improved.contains(true) ? 0 : idle + 1
    }

    private static func improve(_ best: inout Double?, _ value: Double?, by step: Double) -> Bool {
        guard let value, value.isFinite else { return false }
        if let known = best, value > known - step { return false }
        best = value
        return true
    }
}
