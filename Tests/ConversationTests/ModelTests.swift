import Conversation
import Testing

@Suite("Another model goes on") struct ModelTests {
    private struct Missing: Error, CustomStringConvertible { let description = "no such model" }

    private func conversation(topics: [String]) -> Conversation {
        var conversation = Conversation(speaker: ScriptedSpeaker(["One."]), seed: 1)
        conversation.loadSpeaker = { path in
            guard path == "sea" else { throw Missing() }
            return ScriptedSpeaker(["Two."], topics: topics)
        }
        return conversation
    }

    @Test func withWhatWasSaidAndTheTopicsThatItKnows() {
        var conversation = conversation(topics: ["garden", "sea", "harbour"])
        func tell(_ line: String) -> String { conversation.handle(line, emit: all).told }
        _ = tell("/topic harbour:3 garden")
        _ = tell("hello")
        #expect(tell("/model sea") == "text: sea goes on; topics: garden, sea, harbour")
        #expect("\(conversation.topic)" == "harbour 0.75, garden 0.25")
        #expect(conversation.topic.names == ["garden", "sea", "harbour"])
        #expect(conversation.lastReply?.origin?.topic == conversation.topic)
        #expect(tell("more") == "reply: Two.")
        #expect(conversation.context == "hello\nOne.\nmore\nTwo.\n")
    }

    @Test func aTopicThatItDoesNotKnowIsSaid() {
        var conversation = conversation(topics: ["sea"])
        func tell(_ line: String) -> String { conversation.handle(line, emit: all).told }
        _ = tell("/topic garden")
        _ = tell("hello")
        #expect(
            tell("/model sea")
                == "text: sea goes on; topics: sea\ntopic: none; it does not have garden")
        #expect(!conversation.topic.isChosen && conversation.topic.names == ["sea"])
        #expect(conversation.lastReply?.origin?.topic.names == ["sea"])
    }

    @Test func whenItCannotBeLoadedNothingChanges() {
        var conversation = conversation(topics: ["sea"])
        func tell(_ line: String) -> String { conversation.handle(line, emit: all).told }
        #expect(tell("/model moon") == "error: no such model")
        #expect(conversation.speaker.topicNames == ["harbour", "garden", "kitchen"])
        conversation.loadSpeaker = nil
        #expect(tell("/model sea") == "error: no other model can be loaded here")
        #expect(tell("/model") == "text: this model is not known by a name")
    }
}
