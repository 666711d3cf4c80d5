import ArgumentParser
import Foundation
import Riposte

/// `riposte study`
struct StudyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "study",
        abstract: "Tell whether the duel pays: several ways of training, compared over seeds.",
        discussion: """
            For each seed a likelihood phase is trained, and every arm goes on from its weights: not at \
            all, with likelihood for as long as the duel takes (the control), with duels of several \
            kinds, with candidates. Checkpoints are chosen on one half of the held-out documents; the \
            other half is read once for each arm, at a sweep of temperatures. The table on standard \
            output, and table.json and table.md in the study's folder, tell means and deviations, and \
            the differences from the control where samples have an equal LM score.

            A study that was stopped or killed goes on where it was when the same command is given \
            again. Everything is counted in updates, so the same command gives the \
            same table. Of the defaults below some are train's: a study begins with a width of 192, \
            attention of 96, and a fifth held out.

              riposte study corpora/almanac --output runs/study
              riposte study my-texts --output runs/mine --arms likelihood-continued,duel --seeds 3
              riposte study my-texts --output runs/quick --quick

            Arms: \(StudyArm.all.map(\.name).joined(separator: ", ")).
            """)

    @Argument(
        help: .init(
            "Files and folders of text; in a folder each file or sub-folder is a topic.",
            valueName: "text"),
        completion: .file(), transform: Values.path)
    var texts: [String]

    @Option(
        help: .init("The study's folder.", valueName: "dir"), completion: .directory,
        transform: Values.path)
    var output: String

    @Option(
        help: .init(
            "The arms, with commas between them (all, but no duel twice).", valueName: "name,…"),
        transform: StudyChoices.arms)
    var arms: [StudyArm]?

    @Option(
        help: .init("How often everything is repeated (5).", valueName: "n"),
        transform: Values.whole(1...1000))
    var seeds: Int?

    @Option(
        help: .init("Updates of the likelihood phase (6000).", valueName: "n"),
        transform: Values.whole(1...1_000_000_000))
    var steps: Int?

    @Option(
        help: .init("Exchanges of each duel (300).", valueName: "n"),
        transform: Values.whole(1...1_000_000_000))
    var adversarialSteps: Int?

    @Option(
        help: .init("Samples at each temperature (512).", valueName: "n"),
        transform: Values.whole(1...1_000_000))
    var samples: Int?

    @Option(
        help: .init(
            "How many characters of the likelihood phase take as long as one of the duel (5); the "
                + "control gets so many more.", valueName: "x"),
        transform: Values.number(0.01...1000))
    var costRatio: Double?

    @Flag(help: "Very small networks, two seeds: shows in seconds how it goes, proves nothing.")
    var quick = false

    @OptionGroup(title: "What is trained") var model: ModelOptions

    @Option(
        help: .init("Threads; all cores when left out. The result is the same.", valueName: "n"),
        transform: Values.whole(1...1024))
    var workers: Int?

    @Flag(help: "One JSON object.")
    var json = false

    func run() throws {
        let study = try Study(plan(), in: URL(fileURLWithPath: output), workers: workers)
        let line = ShareLine("study")
        defer { line.clear() }
        let stop = StopWish()
        var words = ""
        let table = try study.run { piece, report in
            if words != piece.words {
                words = piece.words
                if !Output.error.isTerminal { Output.error.write("\(words)\n") }
            }
            line.show(report.map { "\(words), \(Int(100 * $0.share)) %" } ?? words)
            return stop.isUttered ? .stop : .more
        }
        line.clear()
        guard let table else {
            Output.error.write("stopped; the same command goes on from here\n")
            throw ExitCode.interrupted
        }
        let output = Output.standard
        output.write((json ? try JSON.line(table) : table.markdown) + "\n")
        try output.check()
    }

    /// The defaults, the quick form's, the configuration file, then the options.
    private func plan() throws -> StudyPlan {
        let run = try model.applied(
            to: quick ? StudyChoices.quick : StudyChoices.full, try model.file())
        var settings = run.settings
        if let steps { settings.likelihood = .steps(steps) }
        if let adversarialSteps { settings.adversarial = .steps(adversarialSteps) }
        var plan = StudyPlan(
            texts: texts, corpus: run.corpus, configuration: run.configuration,
            settings: settings, arms: arms ?? StudyArm.all(withDuelOf: settings.objective),
            seeds: seeds ?? (quick ? 2 : 5))
        if quick {
            plan.temperatures = [0.6, 0.8, 1]
            plan.samples = 32
            plan.candidates = 2
        }
        if let samples { plan.samples = samples }
        if let costRatio { plan.costRatio = costRatio }
        if let problem = run.problem ?? plan.problem { throw ValidationError(problem) }
        return plan
    }
}

/// What a study is made of when nothing is said, and how its options are read.
enum StudyChoices {
    /// Networks that five seeds of every arm have time for.
    static var full: RunSettings {
        var run = RunSettings()
        run.corpus.heldOutShare = 0.2
        run.configuration.embedding = 48
        run.configuration.contextHidden = 128
        run.configuration.hidden = 192
        run.configuration.discriminatorHidden = 192
        run.configuration.conditioning = 96
        run.configuration.attention = 96
        run.settings.likelihood = .steps(6000)
        run.settings.adversarial = .steps(300)
        return run
    }

    /// Networks that learn nothing, in no time.
    static var quick: RunSettings {
        var run = RunSettings()
        run.corpus.heldOutShare = 0.2
        run.configuration.embedding = 16
        run.configuration.contextHidden = 32
        run.configuration.hidden = 32
        run.configuration.discriminatorHidden = 32
        run.configuration.conditioning = 16
        run.configuration.attention = 16
        run.configuration.shape = PassageShape(
            contextUnits: 2, contextCharacters: 32, continuationCharacters: 32)
        run.settings.likelihood = .steps(24)
        run.settings.adversarial = .steps(4)
        run.settings.batch = 16
        run.settings.shard = 8
        run.settings.discriminatorLead = 1
        run.settings.adversarialInterval = 2
        run.settings.heldOutPassages = 32
        return run
    }

    /// Arms by their names.
    static let arms: Values.Reader<[StudyArm]> = { text in
        try text.split(separator: ",").map { name in
            guard let arm = StudyArm.named(String(name)) else {
                let names = StudyArm.all.map(\.name).joined(separator: ", ")
                throw Values.Problem(description: "there is no arm \(name); there are \(names)")
            }
            return arm
        }
    }
}

extension Study.Piece {
    /// `seed 1: training duel`
    var words: String {
        switch self {
        case .training(let arm, let seed): "seed \(seed): training \(arm?.name ?? "the start")"
        case .measuring(let arm, let seed): "seed \(seed): measuring \(arm.name)"
        }
    }
}
