import Conversation
import Foundation
import Testing
import Texts

/// `/topic` with words that are no names.
@Suite struct TopicWordTests {
    static let almanac = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../corpora/almanac").standardizedFileURL.path
    static let model = Result { try Corpus.open([almanac]).topicModel() }

    private func talk(_ lines: [String]) throws -> (Conversation, [String]) {
        let model = try #require(try TopicWordTests.model.get())
        let speaker = ScriptedSpeaker(topics: model.names, topicModel: model)
        var conversation = Conversation(speaker: speaker, seed: 1)
        let told = lines.map { conversation.handle($0, emit: all).told }
        return (conversation, told)
    }

    @Test func anyWordsChooseATopicAndTheMixtureIsShown() throws {
        let (conversation, told) = try talk([
            "/topic boats in the harbour wind", "/topic soup and rain", "/topic",
            "/topic fishing xyzzy", "/topic ferries", "/topic market:3 soup", "/topic none",
            "/topic",
        ])
        #expect(told[0].hasPrefix("text: topic: harbour 0."), "\(told[0])")
        #expect(told[1].contains("kitchen 0.") && told[1].contains("weather 0."), "\(told[1])")
        #expect(told[2] == told[1])
        #expect(told[3].hasSuffix("\nunknown, and left out: \"xyzzy\""), "\(told[3])")
        #expect(told[4].contains("\n\"ferries\" is read as ferry"), "\(told[4])")
        #expect(told[5].hasPrefix("text: topic: market 0."), "\(told[5])")
        #expect(told[7] == "text: topic: none" && !conversation.topic.isChosen)
    }

    @Test func whatSaysNothingChangesNothing() throws {
        let (conversation, told) = try talk([
            "/topic garden", "/topic of the", "/topic gardne", "/topic xyzzy qpqp",
            "/topic boat:x",
        ])
        #expect(told[1].hasPrefix("error: \"of the\" says nothing about a topic; the topics are"))
        #expect(told[2] == "error: no topic \"gardne\"; did you mean garden?")
        #expect(
            told[3].hasPrefix("error: nothing is known of \"xyzzy\", \"qpqp\"; the topics are"))
        #expect(told[4].hasPrefix("error: \"boat:x\" is not a weighted topic"))
        #expect("\(conversation.topic)" == "garden")
    }

    @Test func aLibraryChoosesByWordsToo() throws {
        let model = try #require(try TopicWordTests.model.get())
        let speaker = ScriptedSpeaker(topics: model.names, topicModel: model)
        #expect(try speaker.topic("a telescope").mixture.description.hasPrefix("night-sky"))
        #expect(throws: TopicError.self) { try ScriptedSpeaker().topic("a telescope") }
    }
}
