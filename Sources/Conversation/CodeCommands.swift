import Models

extension Command {
    static let code: Command = Command(
        "code", arguments: "[N|N:X,Y|none]",
        summary: "show or choose the latent code of the replies",
        details: """
            A model trained with --codes was told, beside the noise, one of N categories and two values
            from -1 to 1, and learned on its own to write differently for each. 3 chooses the third
            category, 3:0.5,-1 the values too; none leaves them to chance.
            """,
        example: "/code 3:0.5,-1",
        completions: { request in
            let count = request.conversation.speaker.codeCount
            return .words(request.arguments, in: (1...max(1, count)).map { "\($0)" } + ["none"])
        },
        action: { conversation, arguments, _ in
            let count = conversation.speaker.codeCount
            guard count > 0 else { throw CodeError.none }
            if arguments.lowercased() == "none" {
                try conversation.set("code", to: "none")
            } else if !arguments.isEmpty {
                try CodeChoice(parsing: arguments).check(categories: count)
                try conversation.set("code", to: arguments)
            }
            let chosen = conversation.settings.code.map { "\($0)" } ?? "none"
            return .text("code: \(chosen) (\(count) categories)")
        })
}
