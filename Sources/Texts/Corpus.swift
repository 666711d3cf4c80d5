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
    /// The names of the topics in the order of the files; empty when there are fewer than two.
    public let topicNames: [String]
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
    /// How many files they come from.
    public var fileCount: Int { files.count }
    /// How many documents there are.
    public var documentCount: Int { spans.count }

    /// Opens the texts at `paths`.
    ///
    /// - Parameters:
    ///   - paths: files and folders. A file is a topic; of a folder each file, and each folder in
    ///     it with all files below, is one. Hidden files are left out.
    ///   - options: how the texts are read.
    ///   - alphabet: the symbols to use; when nil, those that the texts themselves call for.
    /// - Throws: ``TextError``.
    public static func open(
        _ paths: [String], options: CorpusOptions = CorpusOptions(), alphabet: Alphabet? = nil
    ) throws -> Corpus {
        try Corpus(paths, options: options, alphabet: alphabet)
    }

    private init(_ paths: [String], options: CorpusOptions, alphabet: Alphabet?) throws {
        guard options.heldOutShare >= 0, options.heldOutShare < 1 else {
            throw TextError.badHeldOutShare(options.heldOutShare)
        }
        let sources = try TextSource.find(paths)
        topicNames = Corpus.topicNames(of: sources, choice: options.topics)
        let topics = topicNames
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
        training = DocumentSet(split.training, spans: split.spans)
        heldOut = DocumentSet(split.heldOut, spans: split.spans)
        all = DocumentSet(Array(split.spans.indices), spans: split.spans)
    }

    /// The document at `index`, encoded when it is first asked for. Safe on any thread.
    ///
    /// - Precondition: `index` is at least 0 and below ``documentCount``.
    public func document(_ index: Int) -> Document {
        cache.document(index) { encoded(index) }
    }

    private func encoded(_ index: Int) -> Document {
        let span = spans[index]
        let file = files[Int(span.file)]
        var text = file.text(span.range)
        if span.needsNormalisation { text = Normalisation.composed(text) }
        let cutter = UnitCutter(layout: layout, isWrapped: wrapped[Int(span.file)])
        return Document(
            units: cutter.units(of: text + "\n"), alphabet: alphabet, topic: file.topic,
            index: index)
    }

    private static func topicNames(
        of sources: [TextSource], choice: CorpusOptions.TopicChoice
    ) -> [String] {
        guard choice == .files else { return [] }
        var seen: Set<String> = []
        let names = sources.map(\.topic).filter { seen.insert($0).inserted }
        return names.count > 1 ? names : []
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
