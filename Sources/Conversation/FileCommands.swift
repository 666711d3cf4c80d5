import Foundation

extension Command {
    static let save: Command = Command(
        "save", arguments: "FILE",
        summary: "save it, for /load and riposte chat --replay",
        details: """
            Writes what was said, topic, settings and seeds to FILE, as JSON that /load restores
            exactly and riposte chat --replay FILE writes again. A file that is no transcript is never
            written over.
            """,
        examples: [Example("/save evening.json", "then: riposte chat --replay evening.json")],
        completions: { .files($0.arguments, in: $0.files) },
        action: { conversation, arguments, _ in
            guard !arguments.isEmpty else { throw ConversationError.usage(save.usage) }
            try conversation.save(to: arguments)
            let turns = Number.count(conversation.turns.count, "turn")
            return .text("saved \(turns) to \(arguments)")
        })

    static let load: Command = Command(
        "load", arguments: "FILE", summary: "restore a conversation from a file",
        details: """
            Puts what /save wrote in the place of this conversation: what was said, topic,
            settings and seeds. When the file cannot be read, nothing changes.
            """,
        examples: [Example("/load evening.json", "go on where it was saved")],
        completions: { .files($0.arguments, in: $0.files) },
        action: { conversation, arguments, _ in
            guard !arguments.isEmpty else { throw ConversationError.usage(load.usage) }
            let other = try conversation.load(arguments)
            let turns = Number.count(conversation.turns.count, "turn")
            var lines = ["restored \(turns); topic: \(conversation.topic)"]
            if let other {
                lines.append("it was saved with another model (\(other)); this one goes on")
            }
            return .text(lines.joined(separator: "\n"))
        })

    static let export: Command = Command(
        "export", arguments: "FILE", summary: "write the conversation as Markdown",
        details: """
            Writes what was said to FILE, for people to read; /save writes what /load restores. Only a
            file that was exported before is written over.
            """,
        examples: [Example("/export evening.md", "a text to read or to send")],
        completions: { .files($0.arguments, in: $0.files) },
        action: { conversation, arguments, _ in
            guard !arguments.isEmpty else { throw ConversationError.usage(export.usage) }
            try conversation.export(to: arguments)
            let turns = Number.count(conversation.turns.count, "turn")
            return .text("exported \(turns) to \(arguments)")
        })
}
