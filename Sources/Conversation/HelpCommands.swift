extension Command {
    static let help = Command(
        "help", aliases: ["?"], arguments: "[COMMAND]",
        summary: "list the commands, explain one or a setting",
        details: "Type to talk; a line that begins with / is a command. Tab completes.",
        examples: [
            Example("/help", "all commands"),
            Example("/help topic", "one of them, with examples"),
            Example("/help temperature", "a setting"),
        ],
        completions: { request in
            .words(
                request.arguments, in: all.map(\.name) + Setting.all.map(\.name), position: 0)
        },
        action: { _, arguments, _ in
            .text(arguments.isEmpty ? overview : try explanation(of: arguments))
        })

    static let quit = Command(
        "quit", aliases: ["exit", "bye"], summary: "leave (so does Ctrl-D)",
        details: "Leaves the conversation. What was said is gone unless you /save it first.",
        examples: [Example("/quit", "leave")],
        action: { _, _, _ in .quit })

    /// All commands, one a line, and what else there is to know.
    private static var overview: String {
        let width = all.map(\.usage.count).max() ?? 0
        let lines = groups.flatMap { purpose, commands in
            ["\(purpose):"]
                + commands.map { command in
                    let gap = String(repeating: " ", count: width - command.usage.count + 2)
                    return "  \(command.usage)\(gap)\(command.summary)"
                }
        }
        let rest = """
            Everything else is said to the model; // says a text that begins with /, and
            \""" several lines, up to the next \""". Ctrl-C stops a reply and keeps what was
            written. Calmer: /set temperature 0.5. Shorter: /set length 80.
            More on any of these: /help topic, /help temperature.
            """
        return (lines + ["", rest]).joined(separator: "\n")
    }

    /// A command, or a setting, at length.
    private static func explanation(of name: String) throws -> String {
        do {
            return try named(name).explanation
        } catch {
            guard let setting = try? Setting.named(name) else { throw error }
            let values = setting.examples.map { "/set \(setting.name) \($0)" }
            return "\(setting.name): \(setting.summary) (\(setting.range))\n\nExamples\n"
                + values.map { "  \($0)" }.joined(separator: "\n")
        }
    }

    /// The command at length.
    private var explanation: String {
        let width = examples.map(\.line.count).max() ?? 0
        let shown = examples.map { example in
            let gap = String(repeating: " ", count: width - example.line.count + 2)
            return "  \(example.line)\(gap)\(example.meaning)"
        }
        var lines = ["\(usage): \(summary)", "", details, "", "Examples"] + shown
        if !aliases.isEmpty {
            lines.append("Also: \(aliases.map { "/\($0)" }.joined(separator: ", "))")
        }
        return lines.joined(separator: "\n")
    }
}
