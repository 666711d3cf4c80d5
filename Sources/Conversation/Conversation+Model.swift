import Texts

extension Conversation {
    /// Lets `other` go on from what was said. Topics that it has too stay as they are; where it lacks one,
    /// there is none.
    ///
    /// - Returns: what changed beside the model, in words.
    mutating func goOn(with other: any Speaker) -> [String] {
        let before = speaker.identity
        func known(_ topic: SavedTopic) -> TopicMixture {
            (try? topic.mixture(of: other.topicNames)) ?? .none(of: other.topicNames)
        }
        turns = turns.map { turn in
            guard var origin = turn.origin else { return turn }
            // What the other model lacks is there again when its writer goes on.
            let own = origin.ownTopic ?? SavedTopic(origin.topic)
            origin.ownTopic = own
            origin.topic = known(own)
            origin.model = origin.model ?? before
            return Turn(voice: turn.voice, text: turn.text, origin: origin)
        }
        var notes: [String] = []
        let topic = known(SavedTopic(self.topic))
        if self.topic.isChosen && !topic.isChosen {
            notes.append("topic: none; it does not have \(self.topic)")
        }
        self.topic = topic
        if let code = settings.code, code.category >= other.codeCount {
            settings.code = nil
            notes.append("code: none; it does not have \(code)")
        }
        speaker = other
        return notes
    }
}
