import Foundation
import Testing
import Texts

/// Free words on the almanac, the corpus that comes along.
@Suite struct TopicPhraseTests {
    static let almanac = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../corpora/almanac").standardizedFileURL.path

    static let model = Result { try Corpus.open([almanac]).topicModel() }

    /// Of the forty phrases 38 land on their topic first, as the README says.
    @Test func phrasesLandOnTheTopicThatTheyAreMeantFor() throws {
        let model = try #require(try TopicPhraseTests.model.get())
        let missed = TopicPhrases.all.filter { phrase, topic in
            let reading = try? TopicReading(phrase, names: model.names, model: model)
            let weights = reading?.mixture.weights ?? []
            let first = weights.indices.max { weights[$0] < weights[$1] }
            return first.map { model.names[$0] } != topic
        }
        #expect(TopicPhrases.all.count == 40)
        #expect(missed.count <= 2, "\(missed.map(\.phrase))")
    }

    @Test func theModelIsSmallAndComesBack() throws {
        let model = try #require(try TopicPhraseTests.model.get())
        let data = try JSONEncoder().encode(model)
        #expect(data.count < 200_000)
        #expect(try JSONDecoder().decode(TopicModel.self, from: data) == model)
        #expect(try Corpus.open([TopicPhraseTests.almanac]).topicModel() == model)
        #expect(model.telling.allSatisfy { $0.count == 12 })
    }

    @Test func formsThatTheTextsDoNotHaveAreReadAsTheirKin() throws {
        let model = try #require(try TopicPhraseTests.model.get())
        for (word, kin, topic) in [
            ("ferries", "ferry", "harbour"), ("workbench", "bench", "workshop"),
            ("harbours", "harbour", "harbour"),
        ] {
            #expect(!model.words.contains(word))
            let reading = try TopicReading(word, names: model.names, model: model)
            #expect(reading.likened.first?.word == word)
            #expect(reading.likened.first?.kin.contains(kin) == true, "\(reading.likened)")
            #expect(reading.mixture.description.hasPrefix(topic), "\(reading.mixture)")
            #expect(reading.notes.first?.hasPrefix("\"\(word)\" is read as ") == true)
        }
    }
}
