import Models

/// What is measured, and how much of it.
public struct EvaluationSettings: Codable, Hashable, Sendable {
    /// Samples at each temperature.
    public var samples: Int
    /// Temperatures of the sweep.
    public var temperatures: [Float]
    /// How hard samples follow their topic.
    public var guidance: Float
    /// How many continuations are drawn for each sample; the model's discriminator chooses one.
    public var candidates: Int
    /// How it chooses.
    public var choice: CandidateChoice
    /// Seed of the samples.
    public var seed: UInt64
    /// Whether bits per character are counted on the held-out documents alone.
    public var onlyHeldOut: Bool
    /// Whether a fresh judge is trained on the samples of each temperature.
    public var judges: Bool

    /// Settings with these values.
    public init(
        samples: Int = 512, temperatures: [Float] = [0.6, 0.8, 1.0],
        guidance: Float = Sampling.defaultGuidance, candidates: Int = 1,
        choice: CandidateChoice = .best, seed: UInt64 = 1, onlyHeldOut: Bool = false,
        judges: Bool = true
    ) {
        precondition(samples > 0 && candidates > 0, "\(samples) samples, \(candidates) candidates")
        self.samples = samples
        self.temperatures = temperatures
        self.guidance = guidance
        self.candidates = candidates
        self.choice = choice
        self.seed = seed
        self.onlyHeldOut = onlyHeldOut
        self.judges = judges
    }
}
