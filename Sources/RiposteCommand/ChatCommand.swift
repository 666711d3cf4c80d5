import ArgumentParser
import Foundation
import Riposte

/// `riposte chat`
struct ChatCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat",
        abstract: "Talk with a model.",
        discussion: """
            What you say joins the context, and so does the reply. Ctrl-C stops a reply and keeps \
            what was written, Ctrl-D leaves, /help tells the commands. From a pipe it reads lines \
            and writes replies, one a line, and nothing else.

              riposte chat
              riposte chat my-model --topic "harbour:2 kitchen:1" --temperature 0.6
              echo "Is the ferry late?" | riposte chat --seed 1
            """)

    @Argument(
        help: .init(
            "A run's folder or one checkpoint's; the model that comes along when left out.",
            valueName: "checkpoint"),
        completion: .directory, transform: Values.path)
    var path: String?

    @OptionGroup var topic: TopicOption
    @OptionGroup var reply: ReplyOptions

    @Option(
        help: .init("The same seed and the same lines give the same replies.", valueName: "n"),
        transform: Values.seed)
    var seed: UInt64?

    @Flag(help: "One JSON object a turn: text, topic, seed, judgement, code, seconds.")
    var json = false

    func run() throws {
        let path = try path ?? ShippedModel.path()
        let model = try LoadedModel(path: path)
        let speaker = ModelSpeaker(model)
        let conversation = Conversation(
            speaker: speaker, topic: try topic.mixture(for: speaker),
            settings: reply.applied(to: speaker.defaultSettings), seed: seed ?? freshSeed())
        let loop = try ChatLoop(conversation, isJSON: json)
        loop.greet(banner(of: model, at: path))
        let code = loop.run()
        if code != 0 { throw ExitCode(code) }
    }

    private func banner(of model: LoadedModel, at path: String) -> String {
        let parameters = model.generator.parameters.count
        let topics = model.topics.isEmpty ? "none" : model.topics.joined(separator: ", ")
        return """
            \(path): a model of \(Figures.grouped(parameters)) parameters
            topics: \(topics)
            Say something. /help tells the commands, Ctrl-D leaves.

            """
    }
}
