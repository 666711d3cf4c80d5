import Foundation
import Testing
import Texts

/// What may be typed after `/topic`, on a small labelled corpus.
@Suite struct TopicReadingTests {
    let scratch: Scratch
    let model: TopicModel

    init() throws {
        scratch = try Scratch()
        for (topic, words) in [
            ("harbour", "boat sail sails mast captain storm"), ("weather", "rain storm cloud wind"),
            ("kitchen", "bread oven soup knife"),
        ] {
            let things = words.split(separator: " ")
            let scenes = (0..<40).map { number in
                (0..<4).map { line in
                    "They saw the \(things[(number + line) % things.count]) and it was there."
                }.joined(separator: "\n")
            }
            try scratch.write("texts/\(topic).txt", scenes.joined(separator: "\n\n"))
        }
        model = try #require(
            try Corpus.open(
                [scratch.path + "/texts"], options: CorpusOptions(documents: .blankLines)
            ).topicModel())
    }

    private func read(_ words: String) throws -> TopicReading {
        try TopicReading(words, names: model.names, model: model)
    }

    private func message(_ words: String, model: TopicModel?) -> String? {
        do {
            _ = try TopicReading(words, names: self.model.names, model: model)
            return nil
        } catch { return "\(error)" }
    }

    @Test func namesAreReadAsBefore() throws {
        for words in ["harbour", "harb", "harbour:2, KITCHEN:1", "none", ""] {
            let reading = try read(words)
            #expect(reading.mixture == (try TopicMixture(parsing: words, of: model.names)))
            #expect(!reading.isInferred && reading.notes.isEmpty)
        }
    }

    @Test func wordsAreInferred() throws {
        #expect(try read("a boat with sails").mixture.description == "harbour")
        #expect(try read("sailing").likened == (try read("Sailing!").likened))
        #expect(try read("sailing").mixture.description == "harbour")
        // A word of two topics is a mixture of both.
        let storm = try read("storm").mixture
        #expect(storm.weights[0] > 0.25 && storm.weights[0] < 0.75, "\(storm)")
        #expect(storm.weights[1] == 0 && storm.weights[2] > 0.25, "\(storm)")
        #expect(abs(storm.weights.reduce(0, +) - 1) < 1e-6)
    }

    @Test func namesWeightsAndWordsWorkTogether() throws {
        let reading = try read("kitchen:3 boat")
        #expect(reading.mixture.description == "kitchen 0.75, harbour 0.25")
        #expect(try read("boat:3 kitchen").mixture.description == "harbour 0.75, kitchen 0.25")
        // Beside a name, words that say nothing are said, and change nothing.
        let known = try read("kitchen zyxwv")
        #expect(known.mixture.description == "kitchen" && known.unknown == ["zyxwv"])
        let weighed = try read("boat:2 zyxwv")
        #expect(weighed.mixture.description == "harbour" && weighed.unknown == ["zyxwv"])
    }

    @Test func unknownWordsAreSaid() throws {
        let reading = try read("boat zyxwv")
        #expect(reading.unknown == ["zyxwv"])
        #expect(reading.notes == ["unknown, and left out: \"zyxwv\""])
        #expect(
            message("zyxwv qpqp", model: model)
                == "nothing is known of \"zyxwv\", \"qpqp\"; the topics are harbour, kitchen, weather"
        )
        #expect(
            message("they saw", model: model)
                == "\"they saw\" says nothing about a topic; the topics are harbour, kitchen, weather"
        )
        #expect(message("zyxwv", model: model)?.hasPrefix("no topic \"zyxwv\"; the topics") == true)
        #expect(message("boat:0", model: model)?.contains("NAME:WEIGHT") == true)
    }

    @Test func aMisspeltNameIsSuggested() {
        let said = "no topic \"harbuor\"; did you mean harbour?"
        #expect(message("harbuor", model: model) == said)
        #expect(message("harbuor", model: nil) == said)
    }

    @Test func anOlderModelSaysWhatItLacks() {
        let said = message("boat", model: nil)
        #expect(
            said?.hasPrefix("no topic \"boat\"; the topics are harbour, kitchen, weather") == true)
        #expect(said?.contains("newer model") == true)
        #expect(message("harbour:1 kit:2", model: nil) == nil)
    }

    /// Words where no blanks are, and other alphabets.
    @Test(arguments: [
        ("船が港に着いた。船長は港で待つ。", "台所でパンを焼く。鍋の中のスープ。", "船"),
        ("лодка плывёт в гавань. лодки и паруса.", "хлеб печётся на кухне. суп и нож.", "лодку"),
        ("เรือแล่นเข้าท่าเรือ", "แม่ครัวทำอาหารในครัว", "เรือ"),
        ("سفينة في الميناء والبحر", "خبز في المطبخ وحساء", "بحر"),
    ])
    func everyScriptHasWords(first: String, second: String, word: String) throws {
        let texts = [("one", first), ("two", second)]
        for (name, text) in texts {
            let scenes = [String](repeating: text, count: 8).joined(separator: "\n\n")
            try scratch.write("scripts/\(name).txt", scenes)
        }
        let model = try #require(try Corpus.open([scratch.path + "/scripts"]).topicModel())
        #expect(model.wordCount >= 6, "\(model.words)")
        let reading = try TopicReading(word, names: model.names, model: model)
        #expect(reading.mixture.weights[0] > 0.6, "\(reading) of \(model.words)")
    }
}
