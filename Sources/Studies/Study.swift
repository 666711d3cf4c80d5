import Checkpoints
import Evaluation
import Foundation
import Models
import Tensors
import Texts
import Training

/// Trains every arm of a plan from the same weights, seed by seed, measures each on test documents, and
/// sets them side by side.
///
/// Its folder:
///
///     plan.json                 what the study depends on
///     seed-1/start/             the run of the likelihood phase that all arms of the seed begin from
///     seed-1/duel/              the run of an arm
///     seed-1/duel.json          what was measured of it, written in one step
///     table.json, table.md      the table of all that is measured so far
///     samples.md                ten samples of each arm
///
/// Killed at any instant and started again with the same plan, it goes on where it was: a run from its
/// last checkpoint, with the bits that it would have had; what has been measured stays.
///
/// Documents are split three ways: networks learn from most; checkpoints are chosen on the *validation*
/// documents; the *test* documents are read once for each arm, when it is finished.
public final class Study {
    /// What is done next.
    public enum Piece: Hashable, Sendable {
        /// Training an arm, or the start (nil).
        case training(StudyArm?, seed: UInt64)
        /// Measuring an arm on the test documents.
        case measuring(StudyArm, seed: UInt64)
    }

    /// Why a study cannot go on.
    public enum Failure: Error, LocalizedError {
        /// The folder holds a study of another plan.
        case otherPlan(path: String)
        /// The texts cannot be learned from; why, in words.
        case unsuitable(String)

        /// The failure in words.
        public var errorDescription: String? {
            switch self {
            case .otherPlan(let path):
                "\(path) holds a study with another plan; name another folder, or the same texts and "
                    + "options"
            case .unsuitable(let problem): problem
            }
        }
    }

    /// What the study depends on.
    public let plan: StudyPlan
    private let folder: URL
    private let validation: Corpus
    private let test: Corpus
    private let workers: Int?

    /// The study of `plan` in `folder`, begun or continued.
    ///
    /// - Precondition: the plan has no ``StudyPlan/problem``.
    /// - Parameter workers: number of threads; all cores when nil. It does not change the result.
    /// - Throws: ``Texts/TextError``, ``Failure``, ``Checkpoints/CheckpointError``.
    public init(_ plan: StudyPlan, in folder: URL, workers: Int? = nil) throws {
        precondition(plan.problem == nil, plan.problem ?? "")
        let corpus = try Corpus.open(
            plan.texts, options: plan.corpus, seed: plan.settings.seed)
        (validation, test) = try corpus.splitHeldOut()
        var plan = plan
        plan.textDigest = String(corpus.digest, radix: 16)
        plan.configuration.symbols = corpus.alphabet.count
        plan.configuration.topics = corpus.topicNames.count
        plan.configuration.layout = corpus.layout
        if let problem = plan.problem { throw Failure.unsuitable(problem) }
        self.plan = plan
        self.folder = folder
        self.workers = workers
        try Study.keep(plan, in: folder)
    }

    /// Writes the plan, or checks that the folder's is the same.
    private static func keep(_ plan: StudyPlan, in folder: URL) throws {
        let url = folder.appendingPathComponent("plan.json")
        if let data = FileManager.default.contents(atPath: url.path) {
            guard let known = try? JSONDecoder().decode(StudyPlan.self, from: data), known == plan
            else { throw Failure.otherPlan(path: folder.path) }
            return
        }
        try write(plan, to: url)
    }

    private static func write(_ value: some Encodable, to url: URL) throws {
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try JSON.encode(value).write(to: url, options: .atomic)
        } catch {
            throw CheckpointError.unwritable(path: url.path, reason: error.localizedDescription)
        }
    }

    private var arms: [StudyArm] { plan.arms.compactMap(StudyArm.named) }
    private var seeds: [UInt64] { (0..<plan.seeds).map { plan.settings.seed &+ UInt64($0) } }

    /// Does what is left to do, seed by seed.
    ///
    /// - Parameter report: hears the piece that is being worked on with every update of it, and answers
    ///   whether to go on.
    /// - Returns: the table, or nil when it was stopped.
    /// - Throws: ``Checkpoints/CheckpointError``.
    public func run(_ report: (Piece, StepReport?) -> Trainer.Answer) throws -> StudyTable? {
        for seed in seeds {
            guard try train(nil, seed, report) else { return nil }
            for arm in arms where try result(of: arm, seed) == nil {
                for trained in runs(of: arm) {
                    guard try train(trained, seed, report) else { return nil }
                }
                if report(.measuring(arm, seed: seed), nil) == .stop { return nil }
                try Study.write(measure(arm, seed), to: resultURL(arm, seed))
                try writeTable()
            }
        }
        return try writeTable()
    }

    /// The table of what has been measured so far, which is written as well.
    ///
    /// - Throws: ``Checkpoints/CheckpointError`` where a result is damaged, and what writing throws.
    @discardableResult
    public func writeTable() throws -> StudyTable {
        var results: [StudyTable.Result] = []
        for arm in arms {
            for seed in seeds {
                if let report = try result(of: arm, seed) {
                    results.append(.init(arm: arm.name, seed: seed, report: report))
                }
            }
        }
        let table = StudyTable(plan: plan, results: results)
        let samples = StudySamples.markdown(results, at: plan.referenceTemperature)
        try Data((samples + "\n").utf8).write(
            to: folder.appendingPathComponent("samples.md"), options: .atomic)
        try Study.write(table, to: folder.appendingPathComponent("table.json"))
        try Data((table.markdown + "\n").utf8).write(
            to: folder.appendingPathComponent("table.md"), options: .atomic)
        return table
    }

    // MARK: Training

    /// The arms that are trained for `arm`: itself, or those that lend it generator and judge.
    private func runs(of arm: StudyArm) -> [StudyArm] {
        let lenders = arm.recipe == .likelihood ? [] : [arm.trained]
        return lenders + [arm.judge].compactMap { $0 }.filter { $0 != arm.trained }
    }

    /// Trains `arm`, or the start where it is nil, as far as that is still to do.
    ///
    /// - Returns: false when it was stopped.
    private func train(
        _ arm: StudyArm?, _ seed: UInt64, _ report: (Piece, StepReport?) -> Trainer.Answer
    ) throws -> Bool {
        let run = self.run(arm, seed)
        let checkpoint = run.steps().isEmpty ? nil : try run.latest()
        if checkpoint?.state.phase == .finished { return true }
        try run.prepare(resuming: checkpoint != nil)
        let named = arm ?? StudyArm.all[0]
        let trainer = try Trainer(
            validation, configuration: plan.configuration(of: named),
            settings: plan.settings(of: named, seed: seed), folder: run, resuming: checkpoint,
            workers: workers)
        if let arm, arm.goesOn, checkpoint == nil {
            try trainer.begin(
                from: RunFolder.best(at: self.run(nil, seed).url.path), after: plan.startUpdates,
                withDuel: arm.recipe != .likelihoodContinued)
        }
        let metrics = try MetricsFile(in: run, resumingAt: checkpoint?.state.step)
        var isStopped = false
        try trainer.run { step in
            try metrics.append(step)
            isStopped = report(.training(arm, seed: seed), step) == .stop
            return isStopped ? .stop : .more
        }
        return !isStopped || trainer.state.phase == .finished
    }

    // MARK: Measuring

    private func measure(_ arm: StudyArm, _ seed: UInt64) throws -> EvaluationReport {
        let settings = EvaluationSettings(
            samples: plan.samples, temperatures: plan.temperatures, guidance: plan.guidance,
            candidates: arm.choice == nil ? 1 : plan.candidates, choice: arm.choice ?? .odds,
            seed: seed, onlyHeldOut: true)
        return try evaluate(
            model: model(of: arm, seed), corpus: test, settings: settings, workers: workers)
    }

    /// The model of an arm, as chosen on validation documents. Where candidates are chosen, the judge is
    /// the one that a duel came to, whichever of its generators was chosen.
    private func model(of arm: StudyArm, _ seed: UInt64) throws -> LoadedModel {
        let source = arm.recipe == .likelihood ? nil : arm.trained
        let path = run(source, seed).url.path
        var checkpoint = try RunFolder.best(at: path)
        if let arm = arm.judge {
            let judge = try run(arm, seed).latest()
            checkpoint.configuration = judge.configuration
            checkpoint.discriminator = judge.discriminator
        }
        return try LoadedModel(checkpoint, precision: plan.settings.precision, path: path)
    }

    // MARK: Files

    private func seedFolder(_ seed: UInt64) -> URL {
        folder.appendingPathComponent("seed-\(seed)")
    }

    private func run(_ arm: StudyArm?, _ seed: UInt64) -> RunFolder {
        RunFolder(seedFolder(seed).appendingPathComponent(arm?.name ?? "start").path)
    }

    private func resultURL(_ arm: StudyArm, _ seed: UInt64) -> URL {
        seedFolder(seed).appendingPathComponent("\(arm.name).json")
    }

    /// What was measured of an arm; nil where that is still to be done.
    private func result(of arm: StudyArm, _ seed: UInt64) throws -> EvaluationReport? {
        let url = resultURL(arm, seed)
        guard let data = FileManager.default.contents(atPath: url.path) else { return nil }
        do {
            return try JSONDecoder().decode(EvaluationReport.self, from: data)
        } catch {
            throw CheckpointError.damaged(file: url.path, reason: "this is not a study's result")
        }
    }
}
