extension Command {
    static let retry = Command(
        "retry", summary: "drop the last reply and answer again",
        details: "Drops the last reply and writes another one, with a new seed.",
        example: "/retry",
        action: { conversation, _, emit in .reply(try conversation.retry(emit: emit)) })

    static let undo = Command(
        "undo", summary: "take back the last thing you said and its replies",
        details: "Takes back the last exchange, as if it had not been said. May be repeated.",
        example: "/undo",
        action: { conversation, _, _ in
            let gone = try conversation.undo()
            let said = gone.first { $0.voice == .person }?.text
            let replies = Number.count(gone.count, "reply", plural: "replies")
            return .text("taken back: \(said ?? replies)")
        })

    static let proceed = Command(
        "continue", summary: "let the model go on",
        details: """
            Goes on from what was written: in the middle of a reply that Ctrl-C or the length cut
            short, with another unit otherwise. Before anything was said, the model begins.
            """,
        example: "/continue",
        action: { conversation, _, emit in .reply(try conversation.proceed(emit: emit)) })

    static let judge = Command(
        "judge", summary: "what the discriminator thinks of the last reply",
        details: """
            The network that the model was trained against judges every character: above 0 it looks
            written by a person, below 0 by the model.
            """,
        example: "/judge",
        action: { conversation, _, _ in .judgement(try conversation.judgeLastReply()) })
}
