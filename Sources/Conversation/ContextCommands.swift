extension Command {
    static let context: Command = Command(
        "context", arguments: "[show|set TEXT|clear]",
        summary: "show, replace or clear what the model reads",
        details: """
            The context is everything that was said, by you and by the model. set puts a text of
            yours in its place, clear empties it.
            """,
        examples: [
            Example("/context", "what the model reads"),
            Example("/context set The ferry was late again.", "another text in its place"),
            Example("/context clear", "nothing"),
        ],
        completions: { .words($0.arguments, in: ["show", "set", "clear"], position: 0) },
        action: { conversation, arguments, _ in
            let word = arguments.prefix { !$0.isWhitespace }
            let text = arguments.dropFirst(word.count).trimmed
            switch (word.lowercased(), text.isEmpty) {
            case ("", true), ("show", true):
                let context = conversation.context
                return .text(context.isEmpty ? "the context is empty" : context)
            case ("set", false):
                conversation.setContext(text)
                return .text("context: \(Number.count(text.count, "character"))")
            case ("clear", true):
                conversation.setContext("")
                return .text("the context is empty")
            default: throw ConversationError.usage(context.usage)
            }
        })

    static let clear = Command(
        "clear", summary: "forget what was said",
        details: "Forgets what was said, like /context clear. Topic and settings stay.",
        examples: [Example("/clear", "start afresh, with the same topic and settings")],
        action: { conversation, _, _ in
            conversation.setContext("")
            return .text("the context is empty")
        })
}
