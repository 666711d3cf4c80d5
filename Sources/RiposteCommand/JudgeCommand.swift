import ArgumentParser
import Foundation
import LineEditing
import Riposte

/// `riposte judge`
struct JudgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge",
        abstract: "Ask the discriminator what it thinks of a text.",
        discussion: """
            Reads a text from standard input. Above 0 it looks written by a person, below 0 by the \
            model. On a terminal each character has the colour of its logit: red and yellow look \
            sampled, green looks real. A convolutional discriminator judges stretches of 8 characters: \
            each has its stretch's logit.

              echo "The ferry left an hour ago." | riposte judge my-model --topic harbour
              riposte judge my-model --context "Is the ferry late?" --json < answer.txt
            """)

    @OptionGroup var model: ModelArgument
    @OptionGroup var context: ContextOptions
    @OptionGroup var topic: TopicOption

    @Flag(help: "One JSON object: judgement, topicFits, contextFits, characters.")
    var json = false

    func run() throws {
        let model = try model.load()
        let speaker = ModelSpeaker(model)
        let mixture = try topic.mixture(for: speaker)
        let context = try context.closedText(separator: speaker.unitSeparator)
        if Terminal.isTerminal(STDIN_FILENO) {
            Output.error.write("Type the text; Ctrl-D at the beginning of a line ends it.\n")
        }
        let data = try FileHandle.standardInput.readToEnd() ?? Data()
        let text = try Decoding.text(data, from: "standard input")
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw CommandFailure("there is no text on standard input; pipe the text in")
        }
        let judgement = try speaker.judge(text, after: context, topic: mixture)
        let output = Output.standard
        if json {
            output.write(try JSON.line(JudgementObject(judgement)) + "\n")
        } else if output.isTerminal {
            output.write(JudgementView.text(judgement, on: output))
        } else {
            output.write(judgement.summary + "\n")
        }
        try output.check()
    }
}
