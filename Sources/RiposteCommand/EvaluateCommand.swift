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
            real text: distinct 4-grams, novelty, and how often a classifier reads the asked topic \
            from them. A model whose topics were discovered reads each document's topic from its words. \
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
        help: .init("Samples at each temperature.", valueName: "n"),
        transform: Values.whole(1...1_000_000))
    var samples = 512

    @Option(
        help: .init("Temperatures of the samples, with commas between them.", valueName: "x,…"),
        transform: Values.numbers(0...5))
    var temperatures: [Float] = [0.6, 0.8, 1]

    @Option(
        // Also what begins with a hyphen: below 0 is told as such.
        parsing: .unconditional,
        help: .init(
            "How hard samples follow their topic, from 0 to 20; 1 is as learned.", valueName: "x"),
        transform: Values.setting("guidance", \.guidance))
    var guidance = Sampling.defaultGuidance

    @Option(
        help: .init("Where the samples' noise comes from.", valueName: "n"), transform: Values.seed)
    var seed: UInt64 = 1

    @Flag(
        help: """
            Count bits per character on the part that training on these texts holds out (as \
            settings.json beside the checkpoint says; a tenth otherwise).
            """)
    var onlyHeldOut = false

    @Flag(help: "One JSON object.")
    var json = false

    func run() throws {
        let model = try model.load()
        let corpus = try Corpus.open(
            texts, options: options(of: model), alphabet: model.alphabet, topics: model.topicModel)
        let settings = EvaluationSettings(
            samples: samples, temperatures: temperatures, guidance: guidance, seed: seed,
            onlyHeldOut: onlyHeldOut)
        let line = ShareLine("measuring")
        let report = try evaluate(model: model, corpus: corpus, settings: settings) {
            line.show($0)
        }
        line.clear()
        let output = Output.standard
        output.write((json ? try JSON.line(report) : report.table) + "\n")
        try output.check()
    }

    /// The options of the run that made the model, so that the same documents are held out.
    private func options(of model: LoadedModel) -> CorpusOptions {
        let run = try? RunSettings.read(in: RunFolder(self.model.runFolder.path))
        var options = run?.corpus ?? CorpusOptions()
        options.layout = model.configuration.layout == .lines ? .lines : .prose
        // Discovered topics are read from the texts, whatever the files are called.
        if model.topicModel?.origin == .discovered {
            options.topics = .discover(model.topics.count)
        }
        return options
    }
}
