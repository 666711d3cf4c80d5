import Models

extension Command {
    static let code: Command = Command(
        "code", arguments: "[N|N:X,Y|sweep|none]",
        summary: "show or choose the latent code of the replies",
        details: """
            A model trained with --codes was told, beside the noise, one of N categories and two values
            from -1 to 1, and learned on its own to write differently for each. 3 chooses the third
            category, 3:0.5,-1 the values too; none leaves them to chance. sweep writes the last reply
            under every category, with the same seed: what differs comes from the code alone.
            """,
        examples: [
            Example("/code 3", "the third category"),
            Example("/code 3:0.5,-1", "with its two values"),
            Example("/code sweep", "the last reply under each category"),
            Example("/code none", "left to chance"),
        ],
        hasResult: { $0.lowercased() == "sweep" },
        completions: { request in
            let count = request.conversation.speaker.codeCount
            let codes = count > 0 ? (1...count).map { "\($0)" } + ["sweep", "none"] : []
            return .words(request.arguments, in: codes, position: 0)
        },
        action: { conversation, arguments, emit in
            let count = conversation.speaker.codeCount
            guard count > 0 else { throw CodeError.none }
            if arguments.lowercased() == "sweep" {
                return .offer(try conversation.sweepCodes { emit("") })
            }
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
