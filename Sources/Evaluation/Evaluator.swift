import Checkpoints
import Foundation
import Models
import Tensors
import Texts

/// Measures models on one corpus. What real text has to say is read once, and every model, or every
/// checkpoint of a run, is then set beside the same.
///
/// ```swift
/// let evaluator = try Evaluator(corpus, shape: model.configuration.shape, settings: settings)
/// let control = try evaluator.report(on: LoadedModel(path: "control-model"))
/// let own = try evaluator.report(on: model)
/// ```
///
/// The same settings give the same report, with any number of workers.
public final class Evaluator {
    /// What is measured.
    public let settings: EvaluationSettings
    private let corpus: Corpus
    private let shape: PassageShape
    private let real: RealTexts
    private let judgeFloor: Double?
    private let pool: WorkerPool

    /// Reads the real texts of `corpus`, which was opened with the models' alphabet.
    ///
    /// - Parameters:
    ///   - shape: of the models' passages.
    ///   - trainingTexts: what the models learned from, for the novelty of samples; the documents of
    ///     `corpus` that are to train on when nil.
    ///   - workers: number of threads; all cores when nil. It does not change the result.
    /// - Throws: ``TextError/noDocuments`` when there is no text.
    public init(
        _ corpus: Corpus, shape: PassageShape, settings: EvaluationSettings,
        trainingTexts: Corpus? = nil, workers: Int? = nil
    ) throws {
        self.corpus = corpus
        self.shape = shape
        self.settings = settings
        real = try RealTexts(
            corpus, shape: shape, count: settings.samples, seed: settings.seed,
            trainingTexts: trainingTexts ?? corpus)
        pool = WorkerPool(count: workers)
        judgeFloor = settings.judges ? real.judgeFloor(pool: pool, seed: settings.seed) : nil
    }

    deinit { pool.close() }

    /// The report on `model`.
    ///
    /// Bits per character count every character of the text once. Samples continue passages of the
    /// held-out documents; n-gram models and the topic classifier learn from the others.
    ///
    /// - Precondition: the model has the corpus's alphabet and the evaluator's shape of passages.
    /// - Parameter progress: hears the share that is done.
    public func report(on model: LoadedModel, progress: (Double) -> Void = { _ in })
        -> EvaluationReport
    {
        precondition(
            model.alphabet.scalars == corpus.alphabet.scalars && model.configuration.shape == shape,
            "a model of another alphabet or shape than the evaluator's")
        let topics = TopicMap(corpus: corpus.topicNames, model: model.topics)
        let measure = likelihood(of: model, topics) { progress(0.4 * $0) }
        let count = Double(max(1, measure.characters))
        let sweep = SampleSweep(
            model: model, real: real, topics: topics, settings: settings,
            judgeFloor: judgeFloor, pool: pool)
        return EvaluationReport(
            characters: measure.characters, bitsPerCharacter: measure.bits / count,
            bitsPerCharacterOtherContext: measure.bitsOtherContext / count,
            bitsPerCharacterOtherTopic: measure.bitsPerCharacterOtherTopic,
            contextGain: (measure.bitsOtherContext - measure.bits) / count,
            topicGain: measure.topicGain, exchangedContexts: measure.exchangedContexts,
            topics: corpus.topicNames, sampleCount: settings.samples,
            candidates: settings.candidates,
            choice: settings.candidates > 1 ? settings.choice : nil, guidance: settings.guidance,
            seed: settings.seed,
            sweep: sweep.points { progress(0.4 + 0.6 * $0) }, codeRecovery: sweep.codeRecovery())
    }

    /// The first passages with a context, of as many topics as there are: where attention lay while their
    /// continuations were written, and how the discriminator judges these and the real ones.
    public func illustrations(of model: LoadedModel, count: Int = 6) -> (
        attention: [AttentionMap], judged: [JudgedPair]
    ) {
        let topics = TopicMap(corpus: corpus.topicNames, model: model.topics)
        let writer = SampleWriter(
            model: model, passages: real.passages, topics: topics, settings: settings, pool: pool)
        var seen: Set<Int?> = []
        let withContext = real.passages.indices.prefix(settings.samples)
            .filter { !real.passages[$0].context.isEmpty && real.passages[$0].beginsUnit }
        let first = withContext.filter { seen.insert(topics.ofModel(real.passages[$0])).inserted }
        let shown = (first + withContext.filter { !first.contains($0) }).prefix(count)
        // As in the sweep, a sample's number decides what is written.
        let written = writer.samples(
            (shown.max() ?? -1) + 1, temperature: Sampling().temperature,
            RandomSource(seed: settings.seed).child("samples"))
        let judge = TextJudge(model.discriminator, alphabet: model.alphabet)
        let pairs = shown.map { index -> JudgedPair in
            let passage = real.passages[index]
            let topic = topics.ofModel(passage)
            let context = model.alphabet.decode(passage.context)
            let judgements = judge.judge(
                [real.continuations[index], written[index].text], after: context,
                topics: Mismatch.topicVectors(
                    [topic], weights: [passage.topicWeights], count: model.topics.count),
                isTopicChosen: topic != nil)
            return JudgedPair(
                topic: topic.map { model.topics[$0] }, context: context, real: judgements[0],
                sampled: judgements[1])
        }
        let attention = shown.compactMap { index in
            AttentionMap(
                of: written[index].text, after: real.passages[index],
                topics.ofModel(real.passages[index]), noise: written[index].noise, by: model)
        }
        return (Array(attention.prefix(3)), pairs)
    }

    /// Every character once. Passages are mixed within large groups, so that the wrong contexts come
    /// from other documents.
    private func likelihood(
        of model: LoadedModel, _ topics: TopicMap, _ progress: (Double) -> Void
    ) -> LikelihoodMeasure {
        let documents = settings.onlyHeldOut ? corpus.heldOut : corpus.all
        let tiles = PassageSource(corpus, documents, shape: shape, seed: 0).tiles()
        let random = RandomSource(seed: settings.seed).child("likelihood")
        var sum = LikelihoodMeasure()
        var group: [Passage] = []
        func flush() {
            let order = random.child("order", sum.symbols)
            let mixed = group.indices.sorted { order.bits($0) < order.bits($1) }.map { group[$0] }
            sum =
                sum
                + LikelihoodMeasure(
                    of: mixed, topics: mixed.map(topics.ofModel), by: model.generator, pool: pool,
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

/// The report on one model: see ``Evaluator``, which measures several on the same text.
///
/// - Throws: ``TextError/noDocuments``.
public func evaluate(
    model: LoadedModel, corpus: Corpus, settings: EvaluationSettings, workers: Int? = nil,
    progress: (Double) -> Void = { _ in }
) throws -> EvaluationReport {
    try Evaluator(
        corpus, shape: model.configuration.shape, settings: settings, workers: workers
    ).report(on: model, progress: progress)
}

/// Which topics of a model the topics of a corpus are: those of the same name.
struct TopicMap: Sendable {
    private let indices: [Int?]

    init(corpus: [String], model: [String]) {
        indices = corpus.map { model.firstIndex(of: $0) }
    }

    /// The topic of a passage, among the model's.
    func ofModel(_ passage: Passage) -> Int? { passage.topic.flatMap { indices[$0] } }

    /// The topic of a passage, among the corpus's, where the model knows it.
    func ofCorpus(_ passage: Passage) -> Int? {
        passage.topic.flatMap { indices[$0] == nil ? nil : $0 }
    }
}
