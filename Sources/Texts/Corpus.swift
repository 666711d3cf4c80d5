import Foundation

/// The texts that a model learns from, or is judged by: files, cut into documents.
///
/// Opening a corpus reads every byte once, checks it, counts the scalars for the alphabet and notes
/// where the documents are. A document is brought to NFC, cut into units and encoded when it is
/// first asked for, and is then kept as long as there is room; large files are mapped. So a corpus
/// may be much larger than memory.
public final class Corpus: Sendable {
    /// The symbols that the documents are written in.
    public let alphabet: Alphabet
    /// The names of the topics in the order of the files, or as they were discovered; empty when there
    /// are fewer than two, unless a model knows the only one.
    public let topicNames: [String]
    /// What gives each document its θ where topics were discovered; nil otherwise.
    public let discoveredTopics: TopicModel?
    /// What a unit is.
    public let layout: Layout
    /// The options that the corpus was opened with; nothing in them is `automatic` any more.
    public let options: CorpusOptions
    /// The documents to train on.
    public let training: DocumentSet
    /// The documents held out; empty when the share to hold out is 0.
    public let heldOut: DocumentSet
    /// All documents.
    public let all: DocumentSet

    private let files: [TextFile]
    private let wrapped: [Bool]
    private let spans: [DocumentSpan]
    private let cache = DocumentCache(budget: 256 << 20)

    /// How many characters the documents have together, before NFC.
    public var characterCount: Int { all.characterCount }
    /// A number that belongs to the documents, in their order: other texts have another.
    public var digest: UInt64 {
        var hash = StableHash()
        for span in spans {
            withUnsafeBytes(of: span.hash.littleEndian) { $0.forEach { hash.combine($0) } }
        }
        return hash.value
    }
    /// How many files they come from.
    public var fileCount: Int { files.count }
    /// How many documents there are.
    public var documentCount: Int { spans.count }

    /// Opens the texts at `paths`.
    ///
    /// - Parameters:
    ///   - paths: files and folders. A file is a topic; of a folder each file, and each folder in
    ///     it with all files below, is one. Hidden files, READMEs and LICENSEs are left out.
    ///   - options: how the texts are read.
    ///   - alphabet: the symbols to use; when nil, those that the texts themselves call for.
    ///   - topics: those of the model that reads the texts: a single file of one of them has a topic too,
    ///     and where the options ask for discovered ones, these are used. When nil, they are discovered in
    ///     the documents to train on (of more than 8 million characters, in an even sample of them).
    ///   - seed: what the discovery begins with.
    /// - Throws: ``TextError``.
    public static func open(
        _ paths: [String], options: CorpusOptions = CorpusOptions(), alphabet: Alphabet? = nil,
        topics: TopicModel? = nil, seed: UInt64 = 1
    ) throws -> Corpus {
        try Corpus(paths, options: options, alphabet: alphabet, known: topics, seed: seed)
    }

    private init(
        _ paths: [String], options: CorpusOptions, alphabet: Alphabet?, known: TopicModel?,
        seed: UInt64
    ) throws {
        guard options.heldOutShare >= 0, options.heldOutShare < 1 else {
            throw TextError.badHeldOutShare(options.heldOutShare)
        }
        let sources = try TextSource.find(paths)
        let topics = Corpus.topicNames(of: sources, choice: options.topics, known: known)
        files = try sources.map { source in
            try TextFile(source, topic: topics.firstIndex(of: source.topic))
        }

        let window = max(4 << 10, min(256 << 10, (4 << 20) / files.count))
        let surveys = files.map { $0.survey(limit: window) }
        let resolved = Corpus.resolve(options, by: surveys)
        self.options = resolved.options
        layout = resolved.layout
        wrapped = surveys.map { resolved.layout == .prose && $0.isWrapped }

        let census = ScalarCensus()
        var spans: [DocumentSpan] = []
        for (index, file) in files.enumerated() {
            let rules = SectionRules(
                blankLinesSeparate: resolved.options.documents == .blankLines,
                isWrapped: wrapped[index])
            spans += try TextScanner.spans(of: file, index: index, rules: rules, census: census)
        }
        self.alphabet = alphabet ?? census.alphabet()

        let (files, wrapped) = (self.files, self.wrapped)
        let split = try HeldOutSplit(
            spans, topics: spans.map { files[Int($0.file)].topic ?? 0 },
            share: options.heldOutShare, cutsFiles: resolved.options.documents == .files
        ) { span, share in
            let cutter = UnitCutter(layout: resolved.layout, isWrapped: wrapped[Int(span.file)])
            return span.cut(leaving: share, of: files[Int(span.file)], cutter: cutter)
        }
        self.spans = split.spans
        let training = DocumentSet(split.training, spans: split.spans)
        discoveredTopics = try Corpus.discovered(
            options.topics, known: known, in: training, seed: seed
        ) { files[Int(split.spans[$0].file)].text(split.spans[$0].range) }
        topicNames = discoveredTopics?.names ?? topics
        self.training = training
        heldOut = DocumentSet(split.heldOut, spans: split.spans)
        all = DocumentSet(Array(split.spans.indices), spans: split.spans)
    }

    /// The same corpus with only `documents` held out.
    func holding(out documents: [Int]) -> Corpus {
        Corpus(self, heldOut: DocumentSet(documents, spans: spans))
    }

    private init(_ other: Corpus, heldOut: DocumentSet) {
        alphabet = other.alphabet
        topicNames = other.topicNames
        discoveredTopics = other.discoveredTopics
        layout = other.layout
        options = other.options
        training = other.training
        self.heldOut = heldOut
        all = other.all
        files = other.files
        wrapped = other.wrapped
        spans = other.spans
    }

    /// The document at `index`, encoded when it is first asked for. Safe on any thread.
    ///
    /// - Precondition: `index` is at least 0 and below ``documentCount``.
    public func document(_ index: Int) -> Document {
        cache.document(index) { encoded(index) }
    }

    /// What words tell about the topics: of labelled texts counted in the documents to train on (of
    /// more than 8 million characters, in an even sample of them); nil when there are no topics.
    public func topicModel() -> TopicModel? {
        guard !topicNames.isEmpty, discoveredTopics == nil else { return discoveredTopics }
        let labelled = training.sample(characters: TopicModel.mostCharacters).lazy.map { index in
            let span = self.spans[index]
            let file = self.files[Int(span.file)]
            return (text: file.text(span.range), topic: file.topic ?? 0)
        }
        return TopicModel(labelled: labelled, names: topicNames)
    }

    private func encoded(_ index: Int) -> Document {
        let span = spans[index]
        let file = files[Int(span.file)]
        var text = file.text(span.range)
        if span.needsNormalisation { text = Normalisation.composed(text) }
        let cutter = UnitCutter(layout: layout, isWrapped: wrapped[Int(span.file)])
        let theta = discoveredTopics?.weights(ofDocument: WordBreaks.words(of: text))
        let heaviest = theta.flatMap { theta in theta.indices.max { theta[$0] < theta[$1] } }
        return Document(
            units: cutter.units(of: text + "\n"), alphabet: alphabet, topic: heaviest ?? file.topic,
            topicWeights: theta ?? [], index: index)
    }

    private static func discovered(
        _ choice: CorpusOptions.TopicChoice, known: TopicModel?, in training: DocumentSet,
        seed: UInt64, text: (Int) -> String
    ) throws -> TopicModel? {
        guard case .discover(let count) = choice else { return nil }
        if let known { return known }
        guard training.count >= count else {
            throw TextError.tooFewDocuments(training.count, topics: count)
        }
        let sample = training.sample(characters: TopicModel.mostCharacters)
        return withoutActuallyEscaping(text) { text in
            TopicDiscovery.model(of: sample.lazy.map(text), topics: count, seed: seed)
        }
    }

    private static func topicNames(
        of sources: [TextSource], choice: CorpusOptions.TopicChoice, known: TopicModel?
    ) -> [String] {
        guard choice == .files else { return [] }
        var seen: Set<String> = []
        let names = sources.map(\.topic).filter { seen.insert($0).inserted }
        let isKnown = names.contains { known?.names.contains($0) == true }
        return names.count > 1 || isKnown ? names : []
    }

    private static func resolve(
        _ options: CorpusOptions, by surveys: [TextSurvey]
    ) -> (options: CorpusOptions, layout: Layout) {
        var options = options
        let layout: Layout =
            switch options.layout {
            case .automatic: LayoutRules.layout(of: surveys)
            case .lines: .lines
            case .prose: .prose
            }
        options.layout = layout == .lines ? .lines : .prose
        if options.documents == .automatic {
            let areSeparate = LayoutRules.blankLinesSeparate(surveys, layout: layout)
            options.documents = areSeparate ? .blankLines : .files
        }
        return (options, layout)
    }
}
