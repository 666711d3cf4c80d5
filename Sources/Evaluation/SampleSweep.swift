import Models
import Tensors
import Texts

/// Draws samples at every temperature and sets them beside real text.
struct SampleSweep {
    private let evaluation: ModelEvaluation
    private let passages: [Passage]
    private let real: [String]
    private let otherReal: [String]
    private let languageModel: CharacterModel
    private let training: VerbatimIndex
    private let classifier: TopicClassifier?
    private let alphabet: Alphabet

    /// Reads the training documents for the n-gram model, the index and the classifier.
    init(_ evaluation: ModelEvaluation) throws {
        self.evaluation = evaluation
        let corpus = evaluation.corpus
        let alphabet = corpus.alphabet
        self.alphabet = alphabet
        let shape = evaluation.model.configuration.shape
        let known = corpus.training.isEmpty ? corpus.all : corpus.training
        let unknown = corpus.heldOut.isEmpty ? corpus.all : corpus.heldOut
        let seed = evaluation.settings.seed
        func draw(_ documents: DocumentSet, _ seed: UInt64) throws -> [Passage] {
            let source = PassageSource(corpus, documents, shape: shape, seed: seed)
            return try (0..<evaluation.settings.samples).map { try source.passage(at: $0) }
        }
        passages = try draw(unknown, seed)
        real = passages.map { alphabet.decode($0.continuation) }
        otherReal = try draw(known, seed &+ 1).map { alphabet.decode($0.continuation) }

        // 20 MB of training text are enough for 6-grams, and bound the memory.
        var texts: [String] = []
        var labelled: [TopicClassifier.LabelledText] = []
        var size = 0
        for index in known where size < 20_000_000 {
            let document = corpus.document(index)
            let text = alphabet.decode(document.symbols)
            size += text.utf8.count
            texts.append(text)
            if let topic = document.topic.flatMap({ evaluation.topicOfCorpus[$0] }) {
                labelled.append(TopicClassifier.LabelledText(text, topic: topic))
            }
        }
        languageModel = CharacterModel(trainedOn: texts)
        training = VerbatimIndex(of: texts)
        let topicCount = evaluation.model.topics.count
        classifier =
            topicCount > 1 && !labelled.isEmpty
            ? TopicClassifier(topicCount: topicCount, trainedOn: labelled) : nil
    }

    /// One point for each temperature.
    func points(_ progress: (Double) -> Void) throws -> [EvaluationReport.Point] {
        let temperatures = evaluation.settings.temperatures
        return try temperatures.enumerated().map { index, temperature in
            let texts = try sample(temperature)
            progress(Double(index + 1) / Double(temperatures.count))
            return point(temperature, texts)
        }
    }

    private func sample(_ temperature: Float) throws -> [String] {
        let size = 64
        let pieces = (passages.count + size - 1) / size
        let generator = evaluation.model.generator
        let source = RandomSource(seed: evaluation.settings.seed).child("samples")
        let texts = evaluation.pool.map(pieces) { piece in
            let range = piece * size..<min(passages.count, (piece + 1) * size)
            let own = Array(passages[range])
            let batch = Batch(
                own,
                topics: Mismatch.topicVectors(
                    own.map(evaluation.topic), weights: own.map(\.topicWeights),
                    count: generator.configuration.topics))
            var symbols = [[Symbol]](repeating: [], count: own.count)
            generator.write(
                batch,
                sampling: Sampling(
                    temperature: temperature, guidance: evaluation.settings.guidance),
                length: generator.configuration.shape.continuationCharacters,
                source.child("piece", piece)
            ) { written in
                symbols[written.passage].append(written.symbol)
                return true
            }
            return symbols.map { alphabet.decode($0) }
        }
        return texts.flatMap { $0 }
    }

    private func point(_ temperature: Float, _ texts: [String]) -> EvaluationReport.Point {
        let (samples, real) = CharacterBudget.equalised(texts, real)
        let otherReal = CharacterBudget.cut(otherReal, to: CharacterBudget.count(of: samples))
        func labelled(_ texts: [String]) -> [TopicClassifier.LabelledText] {
            zip(texts, passages).compactMap { text, passage in
                evaluation.topic(of: passage).map {
                    TopicClassifier.LabelledText(text, topic: $0)
                }
            }
        }
        func divergence(_ order: Int, _ texts: [String]) -> Double? {
            CharacterNgrams.jensenShannonDivergence(order: order, between: texts, and: real)
        }
        let shown = passages.indices.prefix(10).map { index in
            EvaluationReport.Sample(
                topic: evaluation.topic(of: passages[index]).map { evaluation.model.topics[$0] },
                context: alphabet.decode(passages[index].context), text: texts[index])
        }
        return EvaluationReport.Point(
            temperature: temperature, lm: languageModel.bitsPerCharacter(of: samples),
            rlm: CharacterModel(trainedOn: samples).bitsPerCharacter(of: real),
            lmReal: languageModel.bitsPerCharacter(of: real),
            rlmReal: CharacterModel(trainedOn: otherReal).bitsPerCharacter(of: real),
            js4: divergence(4, samples), js4Real: divergence(4, otherReal),
            js6: divergence(6, samples), js6Real: divergence(6, otherReal),
            distinct4: CharacterNgrams.distinct(order: 4, of: samples),
            distinct4Real: CharacterNgrams.distinct(order: 4, of: real),
            novelty: training.novelty(of: samples), noveltyReal: training.novelty(of: real),
            topicAdherence: classifier?.accuracy(on: labelled(texts)),
            topicAdherenceReal: classifier?.accuracy(on: labelled(self.real)), samples: shown)
    }
}
