import Foundation

extension Command {
    static let save: Command = Command(
        "save", arguments: "FILE", summary: "save the conversation to a file",
        details: """
            Writes what was said, topic, settings and seeds to FILE, as JSON that /load restores
            exactly. A file that is no transcript is never written over.
            """,
        example: "/save evening.json",
        completions: { .files($0.arguments, in: $0.files) },
        action: { conversation, arguments, _ in
            guard !arguments.isEmpty else { throw ConversationError.usage(save.usage) }
            try Transcript(of: conversation).write(to: arguments)
            let turns = Number.count(conversation.turns.count, "turn")
            return .text("saved \(turns) to \(arguments)")
        })

    static let load: Command = Command(
        "load", arguments: "FILE", summary: "restore a conversation from a file",
        details: """
            Puts what /save wrote in the place of this conversation: what was said, topic,
            settings and seeds. When the file cannot be read, nothing changes.
            """,
        example: "/load evening.json",
        completions: { .files($0.arguments, in: $0.files) },
        action: { conversation, arguments, _ in
            guard !arguments.isEmpty else { throw ConversationError.usage(load.usage) }
            try conversation.restore(try Transcript(contentsOf: arguments), from: arguments)
            let turns = Number.count(conversation.turns.count, "turn")
            return .text("restored \(turns); topic: \(conversation.topic)")
        })
}
