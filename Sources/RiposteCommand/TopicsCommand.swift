import ArgumentParser
import Riposte

/// `riposte topics`
struct TopicsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topics",
        abstract: "List a model's topics, one a line.",
        discussion: """
            These are the names that --topic and /topic take.

              riposte topics my-model
            """)

    @OptionGroup var model: ModelArgument

    func run() throws {
        let topics = try RunFolder.best(at: model.path).topics
        if topics.isEmpty { Output.error.write("this model has no topics\n") }
        let output = Output.standard
        for topic in topics { output.write(topic + "\n") }
        try output.check()
    }
}
