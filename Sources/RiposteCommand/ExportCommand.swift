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
            weights in bf16: about an eighth of the size. Where the model was trained in bf16 it \
            speaks as before. The run's settings.json and metrics.jsonl go with it. A model that was \
            exported can be used, not trained on.

              riposte export my-run --output my-model
            """)

    @OptionGroup var model: ModelArgument

    @Option(
        help: .init("The folder to write to; a model that is there is replaced.", valueName: "dir"),
        completion: .directory, transform: Values.path)
    var output: String

    func run() throws {
        var checkpoint = try RunFolder.best(at: model.path)
        checkpoint.optimizer = []
        checkpoint.state.phase = .finished
        checkpoint.state.bestStep = checkpoint.state.step
        let folder = RunFolder(output)
        try folder.prepare(resuming: true)
        try folder.save(checkpoint, storage: .bf16)
        folder.keep([checkpoint.state.step])
        for name in [RunSettings.fileName, "metrics.jsonl"] {
            let from = URL(fileURLWithPath: model.path).appendingPathComponent(name)
            guard let data = FileManager.default.contents(atPath: from.path) else { continue }
            let to = folder.url.appendingPathComponent(name)
            do {
                try data.write(to: to, options: .atomic)
            } catch {
                throw CheckpointError.unwritable(
                    path: to.path, reason: error.localizedDescription)
            }
        }
        Output.error.write("\(output): step \(checkpoint.state.step)\n")
    }
}
