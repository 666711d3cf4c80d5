extension Command {
    static let keep: Command = Command(
        "keep", arguments: "[NAME…|none]", summary: "keep settings for the next conversations",
        details: """
            Writes the settings that differ from the model's own, or those that are named, to a file
            from which every later conversation takes them: $XDG_CONFIG_HOME/riposte/settings.json, or
            ~/.config/riposte/settings.json. none forgets them all. Options of the command line go
            before what is kept; a seed is kept only when it is named.
            """,
        examples: [
            Example("/keep", "all that differs from the model's own"),
            Example("/keep temperature", "this one"),
            Example("/keep none", "forget what was kept"),
        ],
        completions: { request in
            .words(request.arguments, in: Setting.kept.map(\.name) + ["none"])
        },
        action: { conversation, arguments, _ in
            guard let store = conversation.keptSettings else {
                throw ConversationError.nowhereToKeep
            }
            let words = arguments.split { $0.isWhitespace || $0 == "," }.map(String.init)
            if words.map({ $0.lowercased() }) == ["none"] {
                try store.keep([], of: conversation.settings, isAll: true)
                return .text("kept: none")
            }
            let usual = conversation.speaker.defaultSettings
            let chosen =
                try words.isEmpty
                ? Setting.kept.filter {
                    $0.name != "seed"
                        && $0.value(in: conversation.settings) != $0.value(in: usual)
                }
                : words.map { word in
                    let setting = try Setting.named(word)
                    guard setting.canBeKept else {
                        throw ConversationError.cannotBeKept(setting.name)
                    }
                    return setting
                }
            try store.keep(chosen, of: conversation.settings, isAll: words.isEmpty)
            guard !chosen.isEmpty else {
                return .text("kept: none; every setting is the model's own (/set changes one)")
            }
            let kept = chosen.map { "\($0.name) \($0.value(in: conversation.settings))" }
            return .text(
                "kept for the next conversations: \(kept.joined(separator: ", ")) "
                    + "(\(store.file.path))")
        })

    static let reset: Command = Command(
        "reset", arguments: "[NAME…]", summary: "give settings back their usual values",
        details: """
            Gives the settings that are named, or all of them, the values that the model has of its own.
            What was kept stays in its file: /keep writes it anew, /keep none forgets it.
            """,
        examples: [
            Example("/reset", "all of them"),
            Example("/reset temperature", "this one"),
        ],
        completions: { .words($0.arguments, in: Setting.all.map(\.name)) },
        action: { conversation, arguments, _ in
            let words = arguments.split { $0.isWhitespace || $0 == "," }.map(String.init)
            let usual = conversation.speaker.defaultSettings
            let chosen = try words.isEmpty ? Setting.all : words.map(Setting.named)
            let changed = chosen.filter {
                $0.value(in: conversation.settings) != $0.value(in: usual)
            }
            for setting in changed {
                try conversation.set(setting.name, to: setting.value(in: usual))
            }
            guard !changed.isEmpty else { return .text("every setting has its usual value") }
            let values = changed.map { "\($0.name) \($0.value(in: usual))" }
            return .text("settings: \(values.joined(separator: ", "))")
        })
}
