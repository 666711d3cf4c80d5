extension Command {
    static let retry = Command(
        "retry", summary: "drop the last reply and answer again",
        details: "Drops the last reply and writes another one, with a new seed.",
        examples: [Example("/retry", "another answer to the same words")],
        hasResult: { _ in true },
        action: { conversation, _, emit in .reply(try conversation.retry(emit: emit)) })

    static let undo = Command(
        "undo", summary: "take back the last reply, and your line",
        details: """
            Takes back the last step, as if it had not been: your line with the reply to it, or what
            /continue added. May be repeated.
            """,
        examples: [Example("/undo", "one step back")],
        action: { conversation, _, _ in
            let gone = try conversation.undo()
            let text = gone.first?.text ?? ""
            return .text(text.isEmpty ? "taken back" : "taken back: \(text)")
        })

    static let proceed = Command(
        "continue", summary: "let the model go on",
        details: """
            Goes on from what was written: in the middle of a reply that Ctrl-C or the length cut
            short, with another unit otherwise. Before anything was said, the model begins.
            """,
        examples: [Example("/continue", "what comes next")],
        hasResult: { _ in true },
        action: { conversation, _, emit in .reply(try conversation.proceed(emit: emit)) })

    static let judge = Command(
        "judge", summary: "the discriminator's opinion of the last reply",
        details: """
            The network that the model was trained against judges every character: above 0 it looks
            written by a person, below 0 by the model.
            """,
        examples: [Example("/judge", "character by character")],
        hasResult: { _ in true },
        action: { conversation, _, _ in .judgement(try conversation.judgeLastReply()) })

    static let why = Command(
        "why", summary: "what carried the last reply: context, topic",
        details: """
            For every line or sentence of the context and every topic: how many bits likelier the reply
            is with it than without it. Below 0 the reply came about in spite of it. The words that the
            attention looked at most while the reply was written are marked.
            """,
        examples: [Example("/why", "what the last reply hung on")],
        hasResult: { _ in true },
        action: { conversation, _, _ in .explanation(try conversation.explainLastReply()) })
}
