extension Command {
    static let set: Command = Command(
        "set", arguments: "[NAME [VALUE]]", summary: "show or change how replies are drawn",
        details: (["The settings, and the values that they take:"]
            + table { "\($0.summary) (\($0.range))" }).joined(separator: "\n"),
        examples: [
            Example("/set temperature 0.5", "calmer: the likelier choices"),
            Example("/set length 80", "shorter: at most 80 characters"),
            Example("/set units 3", "longer: three sentences or lines"),
            Example("/set temperature", "what it is and what it takes"),
            Example("/set", "all of them"),
        ],
        completions: { request in
            let words = request.arguments.split(separator: " ", omittingEmptySubsequences: false)
            guard words.count > 1 else {
                return .words(request.arguments, in: Setting.all.map(\.name))
            }
            let examples = (try? Setting.named(String(words[0])))?.examples ?? []
            return .words(request.arguments, in: examples, position: 1)
        },
        action: { conversation, arguments, _ in
            let words = arguments.split(whereSeparator: \.isWhitespace).map(String.init)
            switch words.count {
            case 0:
                return .text(
                    table { setting in
                        let value = setting.value(in: conversation.settings)
                        let gap = String(repeating: " ", count: max(0, 6 - value.count))
                        return "\(value)\(gap)  \(setting.summary)"
                    }.joined(separator: "\n"))
            case 1:
                let setting = try Setting.named(words[0])
                return .text(
                    "\(setting.name) is \(setting.value(in: conversation.settings)): "
                        + "\(setting.summary) (\(setting.range))")
            case 2:
                try conversation.set(words[0], to: words[1])
                let setting = try Setting.named(words[0])
                return .text("\(setting.name): \(setting.value(in: conversation.settings))")
            default: throw ConversationError.usage(set.usage)
            }
        })

    static let show = Command(
        "show", summary: "topic, settings, and how much was said",
        details: "Shows the topic, every setting, the session's seed, and how much was said.",
        examples: [Example("/show", "everything at a glance")],
        action: { conversation, _, _ in
            let settings = conversation.settings
            var lines = table { $0.value(in: settings) }
            lines.insert(row("topic", "\(conversation.topic)"), at: 0)
            lines.append(row("session", "seed \(conversation.seed)"))
            lines.append(
                row(
                    "context",
                    Number.count(conversation.turns.count, "turn") + ", "
                        + Number.count(conversation.context.count, "character")))
            return .text(lines.joined(separator: "\n"))
        })

    /// The settings, one a line, with what `describe` says of each.
    private static func table(_ describe: (Setting) -> String) -> [String] {
        Setting.all.map { row($0.name, describe($0)) }
    }

    private static func row(_ name: String, _ text: String) -> String {
        "  \(name)\(String(repeating: " ", count: max(0, 11 - name.count)))  \(text)"
    }
}
