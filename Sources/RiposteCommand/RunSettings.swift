import Foundation
import Riposte

/// What ran: `settings.json` at the top of a run's folder, and what `--config` overrides.
struct RunSettings: Codable, Hashable {
    static let fileName = "settings.json"

    /// The paths of the texts, as they were given.
    var texts: [String] = []
    /// The characters that were found there.
    var characters = 0
    /// How the texts are read.
    var corpus = CorpusOptions()
    /// The networks' shape.
    var configuration = ModelConfiguration(symbols: 3, topics: 0)
    /// How they are trained.
    var settings = TrainingSettings()

    /// The settings of the run in `folder`.
    ///
    /// - Throws: ``CommandFailure`` when there are none.
    static func read(in folder: RunFolder) throws -> RunSettings {
        let url = folder.url.appendingPathComponent(fileName)
        guard let data = FileManager.default.contents(atPath: url.path) else {
            throw CommandFailure(
                "\(url.path): there is no such file, so there is no run to resume; "
                    + "check --output, or train without --resume")
        }
        guard let settings = try? JSONDecoder().decode(RunSettings.self, from: data) else {
            throw CommandFailure(
                "\(url.path): damaged: these are not the settings of a run; restore the file, or "
                    + "train in another folder")
        }
        return settings
    }

    /// The settings of the run in `folder`; nil where a model is there without them.
    ///
    /// - Throws: ``CommandFailure`` when they are damaged.
    static func readIfPresent(in folder: RunFolder) throws -> RunSettings? {
        let path = folder.url.appendingPathComponent(fileName).path
        return FileManager.default.fileExists(atPath: path) ? try read(in: folder) : nil
    }

    /// Writes them to `folder`, replacing what was there in one step.
    func write(in folder: RunFolder) throws {
        let url = folder.url.appendingPathComponent(RunSettings.fileName)
        do {
            try JSON.encode(self).write(to: url, options: .atomic)
        } catch {
            throw CheckpointError.unwritable(path: url.path, reason: error.localizedDescription)
        }
    }

    /// What keeps a run from being made of them, in words; nil when nothing does.
    var problem: String? {
        if let problem = configuration.problem { return problem }
        let wholes: [(String, Int, ClosedRange<Int>)] = [
            ("batch", settings.batch, 1...65_536),
            ("likelihoodBatch", settings.likelihoodBatch, 1...65_536),
            ("likelihoodShard", settings.likelihoodShard, 1...65_536),
            ("shard", settings.shard, 1...65_536),
            ("shortContextUnits", settings.shortContextUnits, 0...10_000),
            ("discriminatorLead", settings.discriminatorLead, 0...1_000_000),
            ("likelihoodInterval", settings.likelihoodInterval, 1...1_000_000_000),
            ("adversarialInterval", settings.adversarialInterval, 1...1_000_000_000),
            ("heldOutPassages", settings.heldOutPassages, 1...1_000_000),
            ("equilibriumInterval", settings.equilibriumInterval, 1...1_000_000_000),
            ("patience", settings.patience, 0...1_000_000_000),
        ]
        for (name, value, range) in wholes where !range.contains(value) {
            return "\(name) is \(value); it goes from \(range.lowerBound) to \(range.upperBound)"
        }
        for (name, batch, shard) in [
            ("batch", settings.batch, settings.shard),
            ("likelihoodBatch", settings.likelihoodBatch, settings.likelihoodShard),
        ] where batch % min(shard, batch) != 0 {
            return "\(name) is \(batch); it must be a multiple of its shard, \(shard)"
        }
        if settings.objective.needsFullPrecision && settings.precision != .f32 {
            return
                "\(settings.objective.rawValue) subtracts gradients that lie close together, which "
                + "\(settings.precision.rawValue) rounds away; use f32"
        }
        if !settings.precision.isSupported {
            return "this processor has no products of \(settings.precision.rawValue); use f32"
        }
        let tiny = Double.leastNormalMagnitude
        let numbers: [(String, Double, ClosedRange<Double>)] = [
            ("likelihoodRate", settings.likelihoodRate, tiny...1),
            ("generatorRate", settings.generatorRate, tiny...1),
            ("likelihoodPrice", settings.likelihoodPrice, 0...10),
            ("generatorDecay", settings.generatorDecay, 1e-6...1),
            ("discriminatorRate", settings.discriminatorRate, tiny...1),
            ("headFactor", settings.headFactor, tiny...1000),
            ("clip", settings.clip, tiny...1e6), ("keep", Double(settings.keep), 0.01...1),
            ("weightDecay", settings.weightDecay, 0...10),
            ("discriminatorKeep", Double(settings.discriminatorKeep), 0.01...1),
            ("topicDropout", settings.topicDropout, 0...1),
            ("contextDropout", settings.contextDropout, 0...1),
            ("firstTemperature", settings.firstTemperature, 0.01...100),
            ("lastTemperature", settings.lastTemperature, 0.01...100),
            ("drawingTemperature", Double(settings.drawingTemperature), 0.05...20),
            ("realismWeight", settings.realismWeight, 0...1000),
            ("topicWeight", settings.topicWeight, 0...1000),
            ("contextWeight", settings.contextWeight, 0...1000),
            ("codeWeight", settings.codeWeight, 0...1000),
            ("likelihoodWeight", settings.likelihoodWeight, 0...1000),
            ("balance", settings.balance, 0...1),
            ("matchingBalance", settings.matchingBalance, 0...1),
            ("guessing", settings.guessing, 0...1), ("matchingLead", settings.matchingLead, -1...1),
            ("weightClip", settings.weightClip, tiny...100),
            ("penaltyWeight", settings.penaltyWeight, 0...1e6),
            ("penaltyStep", settings.penaltyStep, 1e-3...10),
            ("heldOutShare", corpus.heldOutShare, 0.001...0.9),
        ]
        for (name, value, range) in numbers where !range.contains(value) {
            let low = range.lowerBound == tiny ? "above 0" : "from \(range.lowerBound)"
            return "\(name) is \(value); it goes \(low) to \(range.upperBound)"
        }
        return nil
    }
}
