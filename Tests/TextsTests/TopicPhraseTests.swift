import Foundation
import Testing
import Texts

/// Free words on the almanac, the corpus that comes along.
@Suite struct TopicPhraseTests {
    static let almanac = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../corpora/almanac").standardizedFileURL.path

    static let model = Result { try Corpus.open([almanac]).topicModel() }

    /// Of the first forty phrases 38 land on their topic first, and of the further ones 35, as the README
    /// says.
    @Test func phrasesLandOnTheTopicThatTheyAreMeantFor() throws {
        #expect(TopicPhrases.all.count == 40 && TopicPhrases.further.count == 40)
        let missed = try [TopicPhrases.all, TopicPhrases.further].map { phrases in
            try phrases.filter { try first($0.phrase) != $0.topic }
        }
        #expect(missed[0].count <= 2, "\(missed[0])")
        #expect(missed[1].count <= 5, "\(missed[1])")
    }

    /// The topic that a phrase leads to first; nil when it says nothing.
    private func first(_ phrase: String) throws -> String? {
        let model = try #require(try TopicPhraseTests.model.get())
        let reading = try? TopicReading(phrase, names: model.names, model: model)
        let weights = reading?.mixture.weights ?? []
        return weights.indices.max { weights[$0] < weights[$1] }.map { model.names[$0] }
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
