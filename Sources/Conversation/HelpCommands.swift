extension Command {
    static let help = Command(
        "help", aliases: ["?"], arguments: "[COMMAND]",
        summary: "list the commands, or explain one",
        details: "Type to talk; a line that begins with / is a command. Tab completes.",
        example: "/help topic",
        completions: { request in
            .words(request.arguments, in: all.map(\.name))
        },
        action: { _, arguments, _ in
            arguments.isEmpty ? .text(overview) : .text(try named(arguments).explanation)
        })

    static let quit = Command(
        "quit", aliases: ["exit", "bye"], summary: "leave (so does Ctrl-D)",
        details: "Leaves the conversation. What was said is gone unless you /save it first.",
        example: "/quit",
        action: { _, _, _ in .quit })

    /// All commands, one a line, and what else there is to know.
    private static var overview: String {
        let width = all.map(\.usage.count).max() ?? 0
        let lines = all.map { command in
            let gap = String(repeating: " ", count: width - command.usage.count + 2)
            return "  \(command.usage)\(gap)\(command.summary)"
        }
        let rest = """
            Everything else is said to the model; begin with // to say a text that begins with /.
            Ctrl-C stops a reply and keeps what was written; Ctrl-D leaves.
            /help COMMAND tells more.
            """
        return (lines + ["", rest]).joined(separator: "\n")
    }

    /// The command at length.
    private var explanation: String {
        var lines = [usage, "  \(summary)", "", details, "", "Example: \(example)"]
        if !aliases.isEmpty {
            lines.append("Also: \(aliases.map { "/\($0)" }.joined(separator: ", "))")
        }
        return lines.joined(separator: "\n")
    }
}
