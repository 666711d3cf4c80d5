import Foundation
import Texts

extension Command {
    static let topic = Command(
        "topic", arguments: "[WORDS|none]", summary: "show or choose what the replies are about",
        details: """
            One topic, or several with weights: harbour:2 kitchen:1 is two parts harbour and one
            part kitchen. The beginning of a name is enough. Any other words are read for what they
            are about: storm at sea. none gives the topic back to chance.
            """,
        examples: [
            Example("/topic harbour", "one topic"),
            Example("/topic harbour:2 kitchen:1", "two parts of one, one of another"),
            Example("/topic storm at sea", "any words"),
            Example("/topic none", "no topic"),
            Example("/topic", "what it is now"),
        ],
        completions: { request in
            .words(request.arguments, in: request.conversation.speaker.topicNames + ["none"])
        },
        action: { conversation, arguments, _ in
            guard !arguments.isEmpty else { return .text("topic: \(conversation.topic)") }
            let reading = try conversation.speaker.topic(arguments)
            conversation.topic = reading.mixture
            let lines = ["topic: \(reading.mixture)"] + reading.notes
            return .text(lines.joined(separator: "\n"))
        })

    static let topics = Command(
        "topics", summary: "list the topics of this model",
        details: "Lists the topics by name, and how much of each is in the topic chosen now.",
        examples: [Example("/topics", "their names")],
        action: { conversation, _, _ in
            let topic = conversation.topic
            guard !topic.names.isEmpty else { return .text("this model has no topics") }
            let width = topic.names.map(\.count).max() ?? 0
            let lines = zip(topic.names, topic.weights).map { name, weight in
                guard topic.isChosen, weight > 0 else { return "  \(name)" }
                let gap = String(repeating: " ", count: width - name.count + 2)
                return "* \(name)\(gap)\(String(format: "%.2f", weight))"
            }
            return .text(lines.joined(separator: "\n"))
        })
}
