import Foundation
import Riposte

/// What was found and what is going to happen, before training starts.
enum TrainingSummary {
    /// A few lines, each with a word of its own in front.
    static func text(
        _ run: RunSettings, corpus: Corpus, trainer: Trainer, workers: Int?
    ) -> String {
        let settings = run.settings
        let files = Figures.count(corpus.fileCount, "file")
        let characters = Figures.count(corpus.characterCount, "character")
        let documents = Figures.count(corpus.documentCount, "document")
        let heldOut = Figures.grouped(corpus.heldOut.count)
        let unit = corpus.layout == .lines ? "a line" : "a sentence"
        let topics = corpus.topicNames.isEmpty ? "none" : corpus.topicNames.joined(separator: ", ")
        // Verse or maxims may be about everything at once; that is said rather than discovered later.
        let silent = corpus.discoveredTopics?.telling.count(where: \.isEmpty) ?? 0
        let remark =
            silent > 0
            ? " (of \(silent) no word tells: the texts have fewer topics, or longer documents "
                + "are needed)" : ""
        let generator = trainer.generator.parameters.elementCount
        let discriminator = trainer.discriminator.parameters.elementCount
        let parameters = Figures.count(generator + discriminator, "parameter")
        let parts =
            "generator \(Figures.grouped(generator)), discriminator \(Figures.grouped(discriminator))"
        let precision = settings.precision.rawValue
        let threads = workers ?? ProcessInfo.processInfo.activeProcessorCount
        let phases = "likelihood \(settings.likelihood.words), duel \(settings.adversarial.words)"
        let rows: [(String, String)] = [
            (
                "texts",
                "\(files), \(characters), \(documents) (\(heldOut) held out); a unit is \(unit)"
            ),
            ("topics", topics + remark),
            ("alphabet", Figures.count(corpus.alphabet.count, "symbol")),
            ("model", "\(parameters): \(parts)"),
            (
                "engine",
                "\(precision) on \(Machine.instructionSet), \(Figures.count(threads, "worker"))"
            ),
            ("phases", "\(phases) (\(settings.objective.rawValue)), seed \(settings.seed)"),
        ]
        return rows.map { name, value in
            name.padding(toLength: 10, withPad: " ", startingAt: 0) + value
        }.joined(separator: "\n")
    }
}
