extension Command {
    static let model: Command = Command(
        "model", arguments: "[CHECKPOINT]", summary: "show the model, or go on with another",
        details: """
            Lets another model go on from what was said: a run's folder, or one checkpoint's. The topic
            stays where the other model has it too, and so do the settings. When it cannot be loaded,
            nothing changes.
            """,
        examples: [
            Example("/model", "which one speaks"),
            Example("/model my-model", "its best checkpoint"),
        ],
        completions: { .checkpoints($0.arguments, in: $0.files) },
        action: { conversation, arguments, _ in
            guard !arguments.isEmpty else {
                let identity = conversation.speaker.identity.map { "\($0)" }
                return .text(identity ?? "this model is not known by a name")
            }
            guard let load = conversation.loadSpeaker else { throw ConversationError.noOtherModel }
            let notes = conversation.goOn(with: try load(arguments))
            let topics = conversation.speaker.topicNames
            return .text(
                ([
                    "\(arguments) goes on; topics: "
                        + (topics.isEmpty ? "none" : topics.joined(separator: ", "))
                ] + notes)
                .joined(separator: "\n"))
        })
}
