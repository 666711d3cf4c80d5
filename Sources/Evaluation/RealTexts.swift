import Tensors
import Texts

/// Real text as samples are measured by it: held-out passages to continue, other real text for the
/// floors, and what was learned from the documents to train on.
struct RealTexts: Sendable {
    /// Held-out passages that do not overlap, in an order of chance; fewer than samples are asked for
    /// where there is little text.
    let passages: [Passage]
    /// Their own continuations.
    let continuations: [String]
    /// Continuations from the documents to train on that do not overlap, for the floors.
    let others: [Passage]
    /// The characters of the continuations.
    let alphabet: Alphabet
    /// The n-gram model of the documents to train on.
    let languageModel: CharacterModel
    /// What can be copied.
    let verbatim: VerbatimIndex
    /// Reads topics, in the corpus's order; nil without topics.
    let classifier: TopicClassifier?

    /// The most characters of the documents to train on that are read, an even sample of them: enough for
    /// 6-grams, and it bounds the memory.
    private static let mostCharacters = 20_000_000

    init(
        _ corpus: Corpus, shape: PassageShape, count: Int, seed: UInt64, trainingTexts: Corpus
    ) throws {
        let known = corpus.training.isEmpty ? corpus.all : corpus.training
        let unknown = corpus.heldOut.isEmpty ? corpus.all : corpus.heldOut
        func draw(_ documents: DocumentSet, _ count: Int, _ seed: UInt64) throws -> [Passage] {
            try PassageSource(corpus, documents, shape: shape, seed: seed).apart(count)
        }
        alphabet = corpus.alphabet
        passages = try draw(unknown, count, seed)
        // Twice as many: the fresh judge's floor needs pairs of them.
        others = try draw(known, 2 * count, seed &+ 1)
        continuations = passages.map { [alphabet] in alphabet.decode($0.continuation) }

        let documents = RealTexts.documents(known, of: corpus)
        languageModel = CharacterModel(trainedOn: documents.map(\.text))
        let copied =
            trainingTexts === corpus
            ? documents
            : RealTexts.documents(
                trainingTexts.training.isEmpty ? trainingTexts.all : trainingTexts.training,
                of: trainingTexts)
        verbatim = VerbatimIndex(of: copied.map(\.text))
        let labelled = documents.compactMap { document in
            document.topic.map {
                TopicClassifier.LabelledText(document.text, topic: $0, weights: document.weights)
            }
        }
        classifier =
            corpus.topicNames.count > 1 && !labelled.isEmpty
            ? TopicClassifier(topicCount: corpus.topicNames.count, trainedOn: labelled) : nil
    }

    /// What a fresh judge makes of real text against other real text; nil where there is too little.
    func judgeFloor(pool: WorkerPool, seed: UInt64) -> Double? {
        let half = others.count / 2
        let texts = others.map { [alphabet] in alphabet.decode($0.continuation) }
        return FreshJudge.accuracy(
            on: (0..<half).map {
                FreshJudge.Pair(real: texts[$0], sampled: texts[half + $0], group: $0)
            }, pool: pool, RandomSource(seed: seed).child("judge"))
    }

    private static func documents(_ set: DocumentSet, of corpus: Corpus) -> [(
        text: String, topic: Int?, weights: [Float]
    )] {
        set.sample(characters: mostCharacters).map { index in
            let document = corpus.document(index)
            return (
                corpus.alphabet.decode(document.symbols), document.topic, document.topicWeights
            )
        }
    }
}

extension PassageSource {
    /// Up to `count` random passages no two of which share a symbol of their continuations: no text is
    /// counted twice. Fewer where no room is found for more.
    func apart(_ count: Int) throws -> [Passage] {
        var kept: [Passage] = []
        var taken: [Int: [Range<Int>]] = [:]
        for index in 0..<8 * count where kept.count < count {
            let passage = try passage(at: index)
            let range = passage.position..<passage.position + passage.continuation.count
            guard !taken[passage.document, default: []].contains(where: range.overlaps) else {
                continue
            }
            taken[passage.document, default: []].append(range)
            kept.append(passage)
        }
        return kept
    }
}
