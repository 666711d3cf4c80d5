import Checkpoints
import Models
import Tensors
import Texts

/// Draws samples of one model at every temperature and sets them beside real text.
struct SampleSweep {
    let model: LoadedModel
    let real: RealTexts
    let topics: TopicMap
    let settings: EvaluationSettings
    /// What a fresh judge makes of real text against real text; nil where none is asked for.
    let judgeFloor: Double?
    let pool: WorkerPool

    private var writer: SampleWriter {
        SampleWriter(
            model: model, passages: real.passages, topics: topics, settings: settings, pool: pool)
    }

    /// One point for each temperature. All temperatures see the same noise, so that they compare.
    func points(_ progress: (Double) -> Void) -> [EvaluationReport.Point] {
        let source = RandomSource(seed: settings.seed).child("samples")
        let temperatures = settings.temperatures
        return temperatures.enumerated().map { index, temperature in
            let samples = writer.samples(settings.samples, temperature: temperature, source)
            progress((Double(index) + 0.7) / Double(temperatures.count))
            let point = point(temperature, samples)
            progress(Double(index + 1) / Double(temperatures.count))
            return point
        }
    }

    private func point(_ temperature: Float, _ written: [WrittenSample]) -> EvaluationReport.Point {
        let others = real.others.lazy.map { [alphabet = real.alphabet] in
            alphabet.decode($0.continuation)
        }
        let most = CharacterBudget.common(real.continuations)
        let (samples, real) = CharacterBudget.equalised(
            CharacterBudget.cut(written.map(\.text), to: most), real.continuations)
        let otherReal = CharacterBudget.cut(others, to: CharacterBudget.count(of: samples))
        func divergence(_ order: Int, _ texts: [String]) -> Double? {
            CharacterNgrams.jensenShannonDivergence(order: order, between: texts, and: real)
        }
        let classifier = self.real.classifier
        let asked = labelled(written.map { ($0.text, self.real.passages[$0.passage]) })
        let filed = labelled(Array(zip(self.real.continuations, self.real.passages)))
        let languageModel = self.real.languageModel
        return EvaluationReport.Point(
            temperature: temperature, lm: languageModel.bitsPerCharacter(of: samples),
            rlm: CharacterModel(trainedOn: samples).bitsPerCharacter(of: real),
            lmReal: languageModel.bitsPerCharacter(of: real),
            rlmReal: CharacterModel(trainedOn: otherReal).bitsPerCharacter(of: real),
            js4: divergence(4, samples), js4Real: divergence(4, otherReal),
            js6: divergence(6, samples), js6Real: divergence(6, otherReal),
            distinct4: CharacterNgrams.distinct(order: 4, of: samples),
            distinct4Real: CharacterNgrams.distinct(order: 4, of: real),
            novelty: self.real.verbatim.novelty(of: samples),
            noveltyReal: self.real.verbatim.novelty(of: real),
            topicAdherence: classifier?.accuracy(on: asked),
            topicAdherenceReal: classifier?.accuracy(on: filed),
            freshJudge: settings.judges ? judged(written) : nil, freshJudgeReal: judgeFloor,
            topicMatrix: classifier?.confusion(on: asked),
            topicMatrixReal: classifier?.confusion(on: filed),
            characters: CharacterBudget.count(of: samples), samples: shown(written))
    }

    /// What a reader recovers of the codes that texts were written by; nil for a model without codes.
    func codeRecovery() -> CodeRecovery? {
        let categories = model.configuration.codes
        guard categories > 1 else { return nil }
        let source = RandomSource(seed: settings.seed).child("codes")
        let temperature = Sampling().temperature
        let written = writer.samples(CodeRecovery.mostTexts, temperature: temperature, source)
        return CodeRecovery(
            of: written.compactMap { sample in
                sample.code.map {
                    CodeRecovery.Example(
                        text: sample.text, category: $0.category,
                        group: real.passages[sample.passage].document)
                }
            }, categories: categories, temperature: temperature, pool: pool,
            source.child("reader"))
    }

    private func judged(_ written: [WrittenSample]) -> Double? {
        FreshJudge.accuracy(
            // Each real text once: a judge that has seen it would know it again.
            on: written.prefix(real.passages.count).map { sample in
                FreshJudge.Pair(
                    real: real.continuations[sample.passage], sampled: sample.text,
                    group: real.passages[sample.passage].document)
            }, pool: pool, RandomSource(seed: settings.seed).child("judge"))
    }

    /// The texts whose topic the model knows, under it.
    private func labelled(_ texts: [(text: String, passage: Passage)])
        -> [TopicClassifier.LabelledText]
    {
        texts.compactMap { text, passage in
            topics.ofCorpus(passage).map { TopicClassifier.LabelledText(text, topic: $0) }
        }
    }

    /// Of each topic the first samples, so that every topic is shown; in the order of the sweep.
    private func shown(_ samples: [WrittenSample]) -> [EvaluationReport.Sample] {
        var left: [Int?: Int] = [:]
        let most = model.topics.count > 1 ? 3 : 12
        let chosen = samples.filter { sample in
            let topic = topics.ofModel(real.passages[sample.passage])
            left[topic, default: most] -= 1
            return left[topic, default: 0] >= 0
        }
        return chosen.map { sample in
            let passage = real.passages[sample.passage]
            return EvaluationReport.Sample(
                topic: topics.ofModel(passage).map { model.topics[$0] },
                context: real.alphabet.decode(passage.context), text: sample.text,
                code: sample.code.map { $0.category + 1 })
        }
    }
}
