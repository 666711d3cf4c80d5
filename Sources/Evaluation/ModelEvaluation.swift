import Checkpoints
import Foundation
import Models
import Tensors
import Texts

/// What `evaluate` measures.
public struct EvaluationSettings: Codable, Hashable, Sendable {
    /// Samples at each temperature.
    public var samples: Int
    /// Temperatures of the sweep.
    public var temperatures: [Float]
    /// How hard samples follow their topic.
    public var guidance: Float
    /// Seed of the samples.
    public var seed: UInt64
    /// Whether bits per character are counted on the held-out documents alone.
    public var onlyHeldOut: Bool

    /// Settings with these values.
    public init(
        samples: Int = 512, temperatures: [Float] = [0.6, 0.8, 1.0],
        guidance: Float = Sampling.defaultGuidance, seed: UInt64 = 1, onlyHeldOut: Bool = false
    ) {
        self.samples = samples
        self.temperatures = temperatures
        self.guidance = guidance
        self.seed = seed
        self.onlyHeldOut = onlyHeldOut
    }
}

/// Measures `model` on `corpus`, which was opened with the model's alphabet.
///
/// Bits per character count every symbol of the text once. Samples continue passages of the held-out
/// documents; n-gram models and the topic classifier learn from the others.
///
/// - Parameter progress: hears the share that is done.
public func evaluate(
    model: LoadedModel, corpus: Corpus, settings: EvaluationSettings, workers: Int? = nil,
    progress: (Double) -> Void = { _ in }
) throws -> EvaluationReport {
    let pool = WorkerPool(count: workers)
    defer { pool.close() }
    let evaluation = ModelEvaluation(
        model: model, corpus: corpus, settings: settings, pool: pool,
        topicOfCorpus: corpus.topicNames.map { model.topics.firstIndex(of: $0) })
    return try evaluation.report(progress)
}

struct ModelEvaluation {
    let model: LoadedModel
    let corpus: Corpus
    let settings: EvaluationSettings
    let pool: WorkerPool
    /// For each topic of the corpus its index among the model's.
    let topicOfCorpus: [Int?]

    func report(_ progress: (Double) -> Void) throws -> EvaluationReport {
        let measure = likelihood { progress(0.5 * $0) }
        let count = Double(max(1, measure.symbols))
        let hasTopics = model.topics.count > 1
        let sweep = try SampleSweep(self).points { progress(0.5 + 0.5 * $0) }
        return EvaluationReport(
            characters: measure.symbols, bitsPerCharacter: measure.bits / count,
            bitsPerCharacterOtherContext: measure.bitsOtherContext / count,
            bitsPerCharacterOtherTopic: hasTopics ? measure.bitsOtherTopic / count : nil,
            contextGain: (measure.bitsOtherContext - measure.bits) / count,
            topicGain: hasTopics ? (measure.bitsOtherTopic - measure.bits) / count : nil,
            sampleCount: settings.samples, guidance: settings.guidance, seed: settings.seed,
            sweep: sweep)
    }

    /// The topic of a passage among the model's.
    func topic(of passage: Passage) -> Int? { passage.topic.flatMap { topicOfCorpus[$0] } }

    /// Every symbol once. Passages are mixed within large groups, so that the wrong contexts come from
    /// other documents.
    private func likelihood(_ progress: (Double) -> Void) -> LikelihoodMeasure {
        let documents = settings.onlyHeldOut ? corpus.heldOut : corpus.all
        let tiles = PassageSource(corpus, documents, shape: model.configuration.shape, seed: 0)
            .tiles()
        let random = RandomSource(seed: settings.seed).child("likelihood")
        var sum = LikelihoodMeasure()
        var group: [Passage] = []
        func flush() {
            let order = random.child("order", sum.symbols)
            let mixed = group.indices.sorted { order.bits($0) < order.bits($1) }.map { group[$0] }
            sum =
                sum
                + LikelihoodMeasure(
                    of: mixed, topics: mixed.map(topic), by: model.generator, pool: pool,
                    random.child("group", sum.symbols))
            group.removeAll(keepingCapacity: true)
            progress(min(1, Double(sum.symbols) / Double(max(1, documents.characterCount))))
        }
        for passage in tiles {
            group.append(passage)
            if group.count == 4096 { flush() }
        }
        if !group.isEmpty { flush() }
        return sum
    }
}
