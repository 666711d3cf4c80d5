extension Command {
    static let candidates: Command = Command(
        "candidates", arguments: "[N]", summary: "draw several replies to choose from",
        details: """
            Writes N replies (4, or as many as /set candidates says) to the last thing that was said
            and ranks them by what the discriminator thinks of each. The reply that stands there stays
            until /pick puts another in its place. To have the best one taken unasked every time, say
            how many are written: /set candidates 4.
            """,
        examples: [
            Example("/candidates", "4 replies, ranked"),
            Example("/candidates 8", "8 of them"),
            Example("/pick 2", "the second becomes the reply"),
        ],
        hasResult: { _ in true },
        completions: { .words($0.arguments, in: ["4", "8", "16"], position: 0) },
        action: { conversation, arguments, emit in
            let range = Conversation.candidateRange
            let usual = conversation.settings.candidates
            var count = range.contains(usual) ? usual : 4
            if !arguments.isEmpty {
                guard let number = Int(arguments), range.contains(number) else {
                    throw SettingError.badValue(
                        name: "N", value: arguments,
                        range: "a whole number from \(range.lowerBound) to \(range.upperBound)")
                }
                count = number
            }
            return .offer(try conversation.drawCandidates(count) { emit("") })
        })

    static let pick: Command = Command(
        "pick", arguments: "K", summary: "make one of the candidates the reply",
        details: """
            Puts number K of what /candidates or /code sweep wrote last in the place of the reply.
            Another one may be picked until something else is said.
            """,
        examples: [
            Example("/pick 1", "the one that the discriminator likes best"),
            Example("/pick 3", "the third of the list"),
        ],
        hasResult: { _ in true },
        completions: { request in
            let numbers = request.conversation.offer?.choices.map { "\($0.number)" } ?? []
            return .words(request.arguments, in: numbers, position: 0)
        },
        action: { conversation, arguments, emit in
            guard let offer = conversation.offer else { throw ConversationError.nothingToPick }
            guard !arguments.isEmpty else { throw ConversationError.usage(pick.usage) }
            guard let number = Int(arguments) else {
                throw ConversationError.noSuchChoice(
                    arguments, among: offer.choices.map(\.number))
            }
            let reply = try conversation.pick(number)
            _ = emit(reply.text)
            return .reply(reply)
        })
}
