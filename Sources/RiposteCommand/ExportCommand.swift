import ArgumentParser
import Foundation
import Riposte

/// `riposte export`
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a model in the small form that is passed on.",
        discussion: """
            Takes the best checkpoint of a run, leaves out what only training needs, and stores the \
            weights in bf16: about a sixth of the size. Where products read bf16 it speaks \
            nearly as before. The run's settings.json and a thinned metrics.jsonl go with it. A model \
            that was exported can be used, not trained on.

            --topic-words counts the words of the texts that the topics were learned from, so that \
            --topic and /topic take any words, in a model that was made before there was such a thing.

              riposte export my-run --output my-model
              riposte export old-model --output new-model --topic-words my-texts
            """)

    @OptionGroup var model: ModelArgument

    @Option(
        help: .init("The folder to write to; a model that is there is replaced.", valueName: "dir"),
        completion: .directory, transform: Values.path)
    var output: String

    @Option(
        parsing: .upToNextOption,
        help: .init(
            "The texts of the run, to count words in; they must have the model's topics.",
            valueName: "text"),
        completion: .file(), transform: Values.path)
    var topicWords: [String] = []

    func run() throws {
        var checkpoint = try RunFolder.best(at: model.path)
        if !topicWords.isEmpty {
            checkpoint.topicModel = try words(of: topicWords, for: checkpoint)
        }
        checkpoint.optimizer = []
        checkpoint.state.phase = .finished
        checkpoint.state.bestStep = checkpoint.state.step
        let folder = RunFolder(output)
        guard !folder.canBeTrainedOn else {
            throw CommandFailure(
                "\(output): holds a run that can be trained on; export to another folder")
        }
        try folder.prepare(resuming: true)
        try folder.save(checkpoint, storage: .bf16)
        folder.keep([checkpoint.state.step])
        try copy(RunSettings.fileName, to: folder) { $0 }
        try copy("metrics.jsonl", to: folder, thinned)
        Output.error.write("\(output): step \(checkpoint.state.step)\n")
    }

    /// What the words of the texts at `paths` tell about the topics of `checkpoint`.
    private func words(of paths: [String], for checkpoint: Checkpoint) throws -> TopicModel {
        if checkpoint.topicModel?.origin == .discovered {
            throw CommandFailure(
                "\(model.path): its topics were discovered, so it has their words already")
        }
        let run = try RunSettings.readIfPresent(in: RunFolder(model.runFolder.path))
        let corpus = try Corpus.open(
            paths, options: run?.corpus ?? CorpusOptions(), alphabet: checkpoint.alphabet)
        guard corpus.topicNames == checkpoint.topics, let words = corpus.topicModel() else {
            throw CommandFailure(
                "\(paths.joined(separator: ", ")): the texts have other topics than the model "
                    + "(\(checkpoint.topics.joined(separator: ", "))); name the texts of its run")
        }
        return words
    }

    private func copy(_ name: String, to folder: RunFolder, _ change: (Data) -> Data) throws {
        let to = folder.url.appendingPathComponent(name)
        let from = model.runFolder.appendingPathComponent(name)
        guard let data = FileManager.default.contents(atPath: from.path) else {
            // Another model's must not stay.
            try? FileManager.default.removeItem(at: to)
            return
        }
        do {
            try change(data).write(to: to, options: .atomic)
        } catch {
            throw CheckpointError.unwritable(path: to.path, reason: error.localizedDescription)
        }
    }

    /// Every measurement and every notice, and of the other reports one in twenty.
    private func thinned(_ metrics: Data) -> Data {
        struct Line: Decodable {
            struct Present: Decodable { init(from decoder: any Decoder) {} }
            let step: Int
            let heldOut: Present?
            let notice: String?
        }
        return metrics.split(separator: UInt8(ascii: "\n")).reduce(into: Data()) { kept, line in
            guard let report = try? JSONDecoder().decode(Line.self, from: line) else { return }
            guard report.heldOut != nil || report.notice != nil || report.step % 20 == 0 else {
                return
            }
            kept += line + [UInt8(ascii: "\n")]
        }
    }
}
