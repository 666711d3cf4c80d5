import ArgumentParser
import Foundation
import Riposte

/// One run of `riposte train`: opens the texts, trains, tells how it goes, and leaves the run's folder
/// so that it can go on.
struct TrainingSession {
    private let folder: RunFolder
    private var settings: RunSettings
    private let checkpoint: Checkpoint?
    /// Whether the folder holds a run already, finished or not.
    private let isResumed: Bool

    /// A new run in `folder`.
    init(beginning folder: RunFolder, settings: RunSettings) throws {
        guard folder.steps().isEmpty else {
            throw CheckpointError.occupied(path: folder.url.path)
        }
        self.folder = folder
        self.settings = settings
        checkpoint = nil
        isResumed = false
    }

    /// The run in `folder`, with its own settings; with other texts and longer phases where those are
    /// given.
    init(resuming folder: RunFolder, texts: [String], budgets: BudgetOptions) throws {
        self.folder = folder
        settings = try RunSettings.read(in: folder)
        if let problem = settings.problem {
            throw CommandFailure("\(folder.url.path)/\(RunSettings.fileName): \(problem)")
        }
        guard folder.steps().isEmpty || folder.canBeTrainedOn else {
            throw CommandFailure(
                "\(folder.url.path): this model was exported: it can be used, and not trained on, for "
                    + "it has no state of the optimizer; go on with the run that it came from")
        }
        if !texts.isEmpty { settings.texts = texts }
        try folder.prepare(resuming: true)
        // A run that was killed before its first checkpoint begins again.
        var checkpoint = folder.steps().isEmpty ? nil : try folder.latest()
        let phase = checkpoint?.state.phase ?? .likelihood
        if let likelihood = budgets.likelihood, likelihood != settings.settings.likelihood {
            guard phase == .likelihood else {
                throw ValidationError(
                    "the likelihood phase of this run is over and its length cannot change; give "
                        + "--adversarial-minutes or --adversarial-steps, or train a new run")
            }
            guard likelihood != .none || checkpoint == nil else {
                throw ValidationError(
                    "the likelihood phase of this run has begun and cannot be left out; a length that "
                        + "is over, such as --steps 1, ends it")
            }
            settings.settings.likelihood = likelihood
        }
        if let adversarial = budgets.adversarial { settings.settings.adversarial = adversarial }
        if let newest = folder.steps().last, let checkpoint, newest != checkpoint.state.step {
            TrainingDisplay().note(
                "\(folder.url.relativePath)/step \(newest) is damaged and passed over")
        }
        checkpoint?.state.reopenDuel(settings.settings.adversarial)
        self.checkpoint = checkpoint
        isResumed = true
    }

    /// Trains until the phases are over or somebody wants it to stop.
    ///
    /// - Throws: `ExitCode` 130 after it was stopped; then everything is saved.
    func run(workers: Int?) throws {
        let display = TrainingDisplay(phases: phases)
        if checkpoint?.state.phase == .finished {
            display.note(
                "this run is finished; a longer --adversarial-minutes or --adversarial-steps goes "
                    + "on with the duel")
            return
        }
        let corpus = try openCorpus(display)
        var settings = settings
        settings.characters = corpus.characterCount
        // What the text decided once stays decided.
        settings.corpus = corpus.options
        settings.configuration.symbols = corpus.alphabet.count
        settings.configuration.topics = corpus.topicNames.count
        settings.configuration.layout = corpus.layout
        if let problem = settings.problem { throw CommandFailure(problem) }
        try folder.prepare(resuming: isResumed)
        let trainer = try Trainer(
            corpus, configuration: settings.configuration, settings: settings.settings,
            folder: folder, resuming: checkpoint, workers: workers)
        try settings.write(in: folder)
        display.note(
            TrainingSummary.text(settings, corpus: corpus, trainer: trainer, workers: workers))
        if let step = checkpoint?.state.step { display.note("going on from step \(step)") }

        let metrics = try MetricsFile(in: folder, resumingAt: checkpoint?.state.step)
        let stop = StopWish()
        var isStopped = false
        defer { display.finish() }
        try trainer.run { report in
            try metrics.append(report)
            display.show(report)
            isStopped = stop.isUttered
            return isStopped ? .stop : .more
        }
        display.finish()
        let path = folder.url.relativePath.quotedForShell
        if isStopped && trainer.state.phase != .finished {
            display.note(
                "stopped and saved at step \(trainer.state.step); go on with: "
                    + "riposte train --resume --output \(path)")
            throw ExitCode.interrupted
        }
        display.note("done; talk with it: riposte chat \(path)")
    }

    /// The phases that are still to be gone through.
    private var phases: [TrainingState.Phase] {
        let hasLikelihood = settings.settings.likelihood != .none
        let isOver = (checkpoint?.state.phase ?? .likelihood) != .likelihood
        return (hasLikelihood && !isOver ? [.likelihood] : [])
            + (settings.settings.adversarial != .none ? [.adversarial] : [])
    }

    private func openCorpus(_ display: TrainingDisplay) throws -> Corpus {
        let corpus = try Corpus.open(
            settings.texts, options: settings.corpus, alphabet: checkpoint?.alphabet,
            topics: checkpoint?.topicModel, seed: settings.settings.seed)
        if let checkpoint, corpus.topicNames != checkpoint.topics {
            throw CommandFailure(
                "the texts have the topics \(list(corpus.topicNames)), the run has "
                    + "\(list(checkpoint.topics)); name the texts that it began with")
        }
        if isResumed && settings.characters != corpus.characterCount {
            display.note(
                "the texts have changed: \(Figures.grouped(settings.characters)) characters then, "
                    + "\(Figures.grouped(corpus.characterCount)) now")
        }
        return corpus
    }

    private func list(_ names: [String]) -> String {
        names.isEmpty ? "none" : names.joined(separator: ", ")
    }
}

extension TrainingState {
    /// Opens the duel of a finished run again where `budget` leaves something to do.
    fileprivate mutating func reopenDuel(_ budget: Budget) {
        guard phase == .finished, budget.isLeft(steps: phaseStep, seconds: phaseSeconds) else {
            return
        }
        phase = .adversarial
        // What it is to get further by is a new attempt.
        progress = nil
        rollbacks = 0
        rateFactor = 1
    }
}

extension String {
    /// The text as one word of a shell's command.
    fileprivate var quotedForShell: String {
        let plain = allSatisfy { $0.isLetter || $0.isNumber || "/._-+,=@%".contains($0) }
        return plain && !isEmpty ? self : "'\(replacingOccurrences(of: "'", with: "'\\''"))'"
    }
}
