import ArgumentParser
import Foundation
import Riposte

/// `riposte evaluate`
struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measure a model on texts.",
        discussion: """
            Bits per character count every character of the texts once, with the true context and \
            topic, with another document's context (the difference is the context gain) and under \
            another topic (the topic gain). Samples are drawn at each temperature and compared with \
            real text: by n-gram models of either, by what is distinct and what is copied, by how often a \
            classifier reads the asked topic and a reader the code, and by a judge that is trained \
            afterwards. A model whose topics were discovered reads each document's topic from its words. \
            Texts that the model was trained on flatter it.

              riposte evaluate my-model unseen.txt
              riposte evaluate my-model my-texts --only-held-out --samples 1000
              riposte evaluate my-model unseen.txt --temperatures 0.5,0.7 --json
            """)

    @OptionGroup var model: ModelArgument

    @Argument(
        help: .init(
            "Files and folders of text; in a folder each file or sub-folder is a topic.",
            valueName: "text"),
        completion: .file(), transform: Values.path)
    var texts: [String]

    @Option(
        help: .init("Samples at each temperature (512).", valueName: "n"),
        transform: Values.whole(1...1_000_000))
    var samples = 512

    @Option(
        help: .init(
            "Temperatures of the samples, with commas between them (0.6,0.8,1).", valueName: "x,…"),
        transform: Values.numbers(0...5))
    var temperatures: [Float] = [0.6, 0.8, 1]

    @Option(
        // Also what begins with a hyphen: below 0 is told as such.
        parsing: .unconditional,
        help: .init(
            "How hard samples follow their topic, from 0 to 20 (2); 1 is as learned.",
            valueName: "x"),
        transform: Values.setting("guidance", \.guidance))
    var guidance = Sampling.defaultGuidance

    @Option(
        help: .init(
            "Continuations drawn for each sample (1), of which the discriminator chooses one.",
            valueName: "n"),
        transform: Values.setting("candidates", \.candidates))
    var candidates = 1

    @Option(
        help: .init(
            "What it chooses: the best (usual), one by its odds of being real, or by those of being "
                + "real and fitting its topic and context."))
    var choice: CandidateChoice?

    @Option(
        help: .init("Where the samples' noise comes from.", valueName: "n"), transform: Values.seed)
    var seed: UInt64 = 1

    @Flag(
        help: """
            Count bits per character on the part that training on these texts holds out (as \
            settings.json beside the checkpoint says; a tenth otherwise).
            """)
    var onlyHeldOut = false

    @Option(
        help: .init(
            "Write a page with plots, samples and settings, for any browser.",
            valueName: "file.html"),
        completion: .file(extensions: ["html"]), transform: Values.path)
    var report: String?

    @Option(
        parsing: .upToNextOption,
        help: .init(
            "With --report: other models to plot beside this one.", valueName: "checkpoint"),
        completion: .directory, transform: Values.path)
    var beside: [String] = []

    @Flag(help: "One JSON object.")
    var json = false

    func validate() throws {
        guard beside.isEmpty || report != nil else {
            throw ValidationError("--beside sets models beside each other in a page; add --report")
        }
        let problem = ReplyOptions.problem(ofChoosing: choice, among: candidates)
        if let problem { throw ValidationError(problem) }
    }

    func run() throws {
        // Whether the page can be written is found out before the work, not after it.
        let page = try report.map(ReportFile.init)
        let model = try model.load()
        // So are the models beside it.
        let beside = try beside.map { (path: $0, model: try LoadedModel(path: $0)) }
        let run = try RunSettings.readIfPresent(in: RunFolder(self.model.runFolder.path))
        let corpus = try Corpus.open(
            texts, options: options(of: model, run), alphabet: model.alphabet,
            topics: model.topicModel)
        let settings = EvaluationSettings(
            samples: samples, temperatures: temperatures, guidance: guidance,
            candidates: candidates, choice: choice ?? .best, seed: seed, onlyHeldOut: onlyHeldOut)
        let evaluator = try Evaluator(
            corpus, shape: model.configuration.shape, settings: settings,
            trainingTexts: try trainingTexts(of: model, run))
        let line = ShareLine("measuring")
        defer { line.clear() }
        let report = evaluator.report(on: model) { line.show($0) }
        if let page {
            let others = try beside.map { other in
                try arm(
                    other.model, at: other.path, settings, known: evaluator, of: model, run
                ) { line.show($0) }
            }
            let (attention, judged) = evaluator.illustrations(of: model)
            try page.write(
                ReportMaterial(model: model, path: self.model.path, runFolder: self.model.runFolder)
                    .page(
                        report, others, attention: attention, judged: judged,
                        subject: "\(Figures.grouped(corpus.characterCount)) characters of "
                            + texts.joined(separator: ", ")))
        }
        line.clear()
        if model.topics.count > 1 && report.topicGain == nil {
            Output.error.write("topic gain: the texts have none of the model's topics\n")
        }
        let output = Output.standard
        output.write((json ? try JSON.line(report) : report.table) + "\n")
        try output.check()
    }

    /// The model `other`, from `path`, on the same texts: by the same evaluator where it reads the same
    /// symbols and learned from the same documents.
    private func arm(
        _ other: LoadedModel, at path: String, _ settings: EvaluationSettings,
        known evaluator: Evaluator, of model: LoadedModel, _ run: RunSettings?,
        _ progress: (Double) -> Void
    ) throws -> ReportPage.Arm {
        let runFolder = RunFolder(runAt: path).url
        let otherRun = try RunSettings.readIfPresent(in: RunFolder(runFolder.path))
        let isAlike =
            other.alphabet.scalars == model.alphabet.scalars
            && other.configuration.shape == model.configuration.shape
            && other.configuration.layout == model.configuration.layout
            && other.topics == model.topics
            && options(of: other, otherRun) == options(of: model, run)
            && otherRun?.texts == run?.texts
        let own =
            isAlike
            ? evaluator
            : try Evaluator(
                Corpus.open(
                    texts, options: options(of: other, otherRun), alphabet: other.alphabet,
                    topics: other.topicModel), shape: other.configuration.shape,
                settings: settings, trainingTexts: try trainingTexts(of: other, otherRun))
        return ReportPage.Arm(
            name: ReportMaterial(model: other, path: path, runFolder: runFolder).name,
            report: own.report(on: other, progress: progress))
    }

    /// What the model learned from, where that is other text than is measured on; nil where it is the
    /// same, or is not here any more.
    private func trainingTexts(of model: LoadedModel, _ run: RunSettings?) throws -> Corpus? {
        guard let run else { return nil }
        func places(_ paths: [String]) -> [String] {
            paths.map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path }.sorted()
        }
        guard places(run.texts) != places(texts) else { return nil }
        guard run.texts.allSatisfy(FileManager.default.fileExists(atPath:)) else {
            Output.error.write(
                "novelty: the texts of training are not at \(run.texts.joined(separator: ", ")); "
                    + "what is copied is looked for in the given texts\n")
            return nil
        }
        var options = run.corpus
        // Topics need not be found again; those of files decide what was held out.
        if case .discover = options.topics { options.topics = .none }
        return try Corpus.open(run.texts, options: options, alphabet: model.alphabet)
    }

    /// The options of the run that made the model, so that the same documents are held out.
    private func options(of model: LoadedModel, _ run: RunSettings?) -> CorpusOptions {
        var options = run?.corpus ?? CorpusOptions()
        options.layout = model.configuration.layout == .lines ? .lines : .prose
        // Discovered topics are read from the texts, whatever the files are called.
        if model.topicModel?.origin == .discovered {
            options.topics = .discover(model.topics.count)
        }
        return options
    }
}
