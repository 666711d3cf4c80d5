import Checkpoints
import Foundation
import Models
import Tensors
import Texts
import Training

/// Small runs on made-up text, for suites to inherit.
class SmallRuns {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("riposte-training-\(UUID().uuidString)")

    init() throws {
        let texts = folder.appendingPathComponent("texts")
        try FileManager.default.createDirectory(at: texts, withIntermediateDirectories: true)
        // Two topics with words of their own, in which every answer follows from its question.
        for (topic, things) in [
            ("sea", ["boat", "net", "tide"]), ("land", ["plough", "hay", "mill"]),
        ] {
            var text = ""
            for index in 0..<120 {
                let thing = things[index % 3]
                let place = ["hill", "town", "road", "wood"][index / 3 % 4]
                text += "Where is the \(thing)?\nThe \(thing) is by the \(place).\n"
                text += "Who saw it by the \(place)?\nI saw the \(thing) there.\n\n"
            }
            try text.write(
                to: texts.appendingPathComponent("\(topic).txt"), atomically: true, encoding: .utf8)
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func settings(_ likelihood: Int, _ adversarial: Int) -> TrainingSettings {
        var settings = TrainingSettings()
        settings.likelihood = .steps(likelihood)
        settings.adversarial = adversarial > 0 ? .steps(adversarial) : .none
        settings.batch = 16
        settings.likelihoodBatch = 16
        settings.shard = 4
        settings.likelihoodShard = 4
        settings.discriminatorLead = 2
        settings.likelihoodInterval = 6
        settings.adversarialInterval = 3
        settings.heldOutPassages = 24
        // Whether little runs reach a threshold is not to depend on the processor.
        settings.precision = .f32
        return settings
    }

    func trainer(
        _ name: String, _ settings: TrainingSettings, workers: Int = 2, resuming: Bool = false,
        discriminator: DiscriminatorKind = .recurrent, codes: Int = 0
    ) throws -> (Trainer, RunFolder) {
        let corpus = try Corpus.open([folder.appendingPathComponent("texts").path])
        var configuration = ModelConfiguration(
            symbols: corpus.alphabet.count, topics: corpus.topicNames.count)
        configuration.embedding = 16
        configuration.contextHidden = 24
        configuration.hidden = 32
        configuration.discriminatorHidden = 32
        configuration.conditioning = 16
        configuration.attention = 16
        configuration.noise = 4
        configuration.topicWidth = 4
        configuration.shape = PassageShape(contextCharacters: 48, continuationCharacters: 32)
        configuration.layout = corpus.layout
        configuration.discriminator = discriminator
        configuration.codes = codes
        let run = RunFolder(folder.appendingPathComponent(name).path)
        try run.prepare(resuming: resuming)
        return (
            try Trainer(
                corpus, configuration: configuration, settings: settings, folder: run,
                resuming: resuming ? run.latest() : nil, workers: workers), run
        )
    }

    func weights(_ trainer: Trainer) -> [[Float]] {
        let checkpoint = trainer.checkpoint()
        return (checkpoint.generator + checkpoint.discriminator + checkpoint.optimizer)
            .map(\.tensor.elements)
    }
}
