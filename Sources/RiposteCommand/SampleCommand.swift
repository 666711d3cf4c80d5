import ArgumentParser
import Riposte

/// `riposte sample`
struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Write continuations.",
        discussion: """
            Writes what follows the context, up to --length characters or to the end of the \
            document. Several samples are separated by a blank line. A sample's seed (see --json) \
            writes it again.

              riposte sample my-model --topic harbour --count 3
              riposte sample my-model --topic "storm at sea"
              riposte sample my-model --context "Is the ferry late?" --units 1 --candidates 8
              riposte sample my-model --seed 7 --json
              riposte sample my-model --code 3:0.5,-1
            """)

    @OptionGroup var model: ModelArgument
    @OptionGroup var context: ContextOptions
    @OptionGroup var topic: TopicOption
    @OptionGroup var reply: ReplyOptions

    @Flag(help: "The context ends in the middle of a sentence or line, which is gone on with.")
    var unfinished = false

    @Option(
        help: .init("How many.", valueName: "n"), transform: Values.whole(1...1_000_000))
    var count = 1

    @Option(
        help: .init("Where the noise comes from; chance when left out.", valueName: "n"),
        transform: Values.seed)
    var seed: UInt64?

    @Flag(help: "One JSON object a sample: text, topic, seed, judgement, code.")
    var json = false

    func validate() throws {
        let problem = ReplyOptions.problem(ofChoosing: reply.choice, among: reply.candidates)
        if let problem { throw ValidationError(problem) }
    }

    func run() throws {
        let model = try model.load()
        let speaker = ModelSpeaker(model, judgesReplies: json)
        let mixture = try topic.mixture(for: speaker)
        let context =
            try unfinished
            ? self.context.text() : self.context.closedText(separator: speaker.unitSeparator)
        let settings = reply.applied(to: ReplySettings(units: .max))
        let first = seed ?? freshSeed()
        let output = Output.standard
        if count == 1 {
            let reply = try speaker.reply(
                to: context, topic: mixture, settings: settings, seed: first
            ) { piece in
                if !json { output.write(piece) }
                return output.problem == nil
            }
            output.write(json ? try JSON.line(ReplyObject(reply)) + "\n" : "\n")
            return try output.check()
        }
        let round = ModelSpeaker.sideBySide * Machine.cores
        for begin in stride(from: 0, to: count, by: round) {
            let replies = try speaker.replies(
                to: context, topic: mixture, settings: settings,
                seeds: (begin..<min(count, begin + round)).map { first &+ UInt64($0) })
            for (index, reply) in replies.enumerated() {
                if json {
                    output.write(try JSON.line(ReplyObject(reply)) + "\n")
                } else {
                    output.write((begin + index > 0 ? "\n" : "") + reply.text + "\n")
                }
                try output.check()
            }
        }
    }
}
