import ArgumentParser
import Riposte

/// `riposte train`
struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train a model on plain text: first likelihood, then the duel.",
        discussion: """
            Both phases take 5 minutes unless said otherwise; when only the length of the \
            likelihood phase is given, the duel is as long. In a folder each file, or each \
            sub-folder, is a topic; blank lines separate documents. Ctrl-C saves and leaves; \
            --resume goes on, with the settings of the run, and with longer phases where new \
            lengths are given. --context, --length and so on cannot change in a run that goes on.

              riposte train my-texts --output my-model
              riposte train plays.txt poems.txt --output my-model --minutes 30
              riposte train my-texts --output my-model --steps 4000 --adversarial-steps 500 --seed 7
              riposte train --resume --output my-model --adversarial-minutes 20

            A file for --config holds some of the keys of a run's settings.json, such as \
            {"configuration": {"embedding": 32}, "settings": {"clip": 0.5}}; symbols, topics and \
            layout of the configuration follow from the texts.
            """)

    @Argument(
        help: .init(
            "Files and folders of text; with --resume those of the run when left out.",
            valueName: "text"),
        completion: .file(), transform: Values.path)
    var texts: [String] = []

    @Option(
        help: .init("The run's folder.", valueName: "dir"), completion: .directory,
        transform: Values.path)
    var output: String

    @Flag(help: "Go on with the run in the output folder.")
    var resume = false

    @OptionGroup(title: "How long") var budgets: BudgetOptions
    @OptionGroup(title: "What is trained") var model: ModelOptions

    @Option(
        help: .init(
            "Threads; all cores when left out. Of phases counted in updates the result is the same.",
            valueName: "n"),
        transform: Values.whole(1...1024))
    var workers: Int?

    func validate() throws {
        if resume, let option = model.given.first {
            throw ValidationError("\(option) cannot change in a run that goes on; leave it out")
        }
    }

    func run() throws {
        let folder = RunFolder(output)
        let session =
            try resume
            ? TrainingSession(resuming: folder, texts: texts, budgets: budgets)
            : TrainingSession(beginning: folder, settings: try freshSettings())
        try session.run(workers: workers)
    }

    /// The defaults, then the configuration file, then the options.
    private func freshSettings() throws -> RunSettings {
        let file = try model.file()
        var run = try model.applied(to: RunSettings(), file)
        if !texts.isEmpty { run.texts = texts }
        guard !run.texts.isEmpty else {
            throw ValidationError("no text was given; name at least one file or folder")
        }
        if let likelihood = budgets.likelihood {
            run.settings.likelihood = likelihood
            let isDuelGiven = file?.names("adversarial") == true
            if likelihood != .none && !isDuelGiven { run.settings.adversarial = likelihood }
        }
        if let adversarial = budgets.adversarial { run.settings.adversarial = adversarial }
        if let problem = run.problem { throw ValidationError(problem) }
        return run
    }
}
