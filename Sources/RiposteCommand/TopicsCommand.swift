import ArgumentParser
import Riposte

/// `riposte topics`
struct TopicsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topics",
        abstract: "List a model's topics, one a line.",
        discussion: """
            These are the names that --topic and /topic take, beside any other words. With --words \
            the most telling words of each topic stand beside its name.

              riposte topics my-model
              riposte topics my-model --words
            """)

    @OptionGroup var model: ModelArgument

    @Flag(help: "After each name a tab and the topic's most telling words.")
    var words = false

    func run() throws {
        let checkpoint = try RunFolder.best(at: model.path)
        let topics = checkpoint.topics
        let telling = try checkpoint.checkedTopicModel(path: model.path)?.telling
        if words, telling == nil, !topics.isEmpty {
            throw CommandFailure(
                "\(model.path): an older model without words; riposte export --topic-words adds them"
            )
        }
        if topics.isEmpty { Output.error.write("this model has no topics\n") }
        let output = Output.standard
        for (index, topic) in topics.enumerated() {
            let shown = words ? "\t" + (telling?[index] ?? []).joined(separator: " ") : ""
            output.write(topic + shown + "\n")
        }
        try output.check()
    }
}
