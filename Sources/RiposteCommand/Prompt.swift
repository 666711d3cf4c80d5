import Riposte

/// What a person sees before the line that is typed.
enum Prompt {
    /// The topic, where one is chosen; of a mixture the two that weigh most.
    static func text(_ topic: TopicMixture) -> String {
        guard topic.isChosen else { return "> " }
        let parts = "\(topic)".split(separator: ", ")
        return parts.prefix(2).joined(separator: ", ") + (parts.count > 2 ? ", …> " : "> ")
    }
}
