import Conversation
import Testing
import Texts

/// A reply that is chosen among several, with a discriminator of random weights.
@Suite("The chosen candidate") struct ChosenCandidateTests {
    @Test func isTheOneThatTheDiscriminatorLikesBest() throws {
        let speaker = ModelSpeaker(try RandomModel.make())
        let topic = try TopicMixture(parsing: "harbour", of: RandomModel.topics)
        let settings = ReplySettings(temperature: 1.5, length: 20, candidates: 6)
        var places: Set<Int> = []
        for seed in UInt64(0)..<12 {
            let drafts = try speaker.drafts(
                .candidates(6), to: "Late?\n", topic: topic, settings: settings, seed: seed
            ) { true }
            let scores = drafts.map(\.judgement.score)
            let best = try #require(scores.indices.max { scores[$0] < scores[$1] })
            let reply = try speaker.reply(
                to: "Late?\n", topic: topic, settings: settings, seed: seed, emit: all)
            #expect(reply.text == drafts[best].reply.text)
            places.insert(best)
        }
        #expect(places.count > 1)
    }
}
