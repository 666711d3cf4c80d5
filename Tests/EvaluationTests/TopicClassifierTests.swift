import Evaluation
import Foundation
import Testing

@Suite("The topic classifier")
struct TopicClassifierTests {
    typealias LabelledText = TopicClassifier.LabelledText

    // Worked by hand: W = 3 words; C₀ = 3 (sea sea ship), C₁ = 1 (bread).
    //     p(sea|0) = 3/6    p(ship|0) = 2/6    p(bread|0) = 1/6
    //     p(sea|1) = 1/4    p(ship|1) = 1/4    p(bread|1) = 2/4
    private let two = TopicClassifier(
        topicCount: 2,
        trainedOn: [LabelledText("Sea, sea: ship!", topic: 0), LabelledText("bread", topic: 1)])

    @Test func posteriorsWorkedByHand() throws {
        #expect(two.topicCount == 2)
        #expect(two.vocabularySize == 3)
        // 1/2 against 1/4.
        let sea = try #require(two.classify("the SEA"))
        #expect(sea.topic == 0)
        #expect(abs(sea.logOdds - log(2)) < 1e-12)
        // 1/2 · 1/6 against 1/4 · 2/4.
        let both = try #require(two.classify("sea bread"))
        #expect(both.topic == 1)
        #expect(abs(both.logOdds - log(1.5)) < 1e-12)
    }

    @Test func oddsAreAgainstAllOtherTopicsTogether() throws {
        let three = TopicClassifier(
            topicCount: 3,
            trainedOn: ["a", "b", "c"].enumerated().map { LabelledText($1, topic: $0) })
        // 2/4 against 1/4 + 1/4.
        let reading = try #require(three.classify("b"))
        #expect(reading.topic == 1)
        #expect(abs(reading.logOdds) < 1e-12)
    }

    /// A text under a mixture gives of itself to each topic: of its four words C₀ = 3 and C₁ = 1.
    @Test func mixturesAreCountedInProportion() throws {
        let mixed = TopicClassifier(
            topicCount: 2,
            trainedOn: [LabelledText("sea sea sea bread", topic: 0, weights: [0.75, 0.25])])
        // p(sea|0) = 3.25/5, p(sea|1) = 1.75/3; p(bread|0) = 1.75/5, p(bread|1) = 1.25/3.
        let sea = try #require(mixed.classify("sea"))
        #expect(sea.topic == 0)
        #expect(abs(sea.logOdds - log((3.25 / 5) / (1.75 / 3))) < 1e-12)
        let bread = try #require(mixed.classify("bread"))
        #expect(bread.topic == 1)
        #expect(abs(bread.logOdds - log((1.25 / 3) / (1.75 / 5))) < 1e-12)
    }

    @Test func theCommonestTopicHasNoHeadStart() throws {
        let many = (0..<9).map { _ in LabelledText("tide port", topic: 0) }
        let classifier = TopicClassifier(
            topicCount: 2, trainedOn: many + [LabelledText("port oven", topic: 1)])
        // p(port|0) = 10/21, p(port|1) = 2/5.
        #expect(try #require(classifier.classify("port")).topic == 0)
        // p(tide|0) · p(oven|0) = 10/21 · 1/21 against 1/5 · 2/5.
        #expect(try #require(classifier.classify("oven tide")).topic == 1)
    }

    @Test func textsThatSayNothingHaveNoTopic() {
        #expect(two.classify("") == nil)
        #expect(two.classify("… !?") == nil)
        #expect(two.classify("quux") == nil)
        #expect(TopicClassifier(topicCount: 2, trainedOn: []).classify("sea") == nil)
    }

    @Test func topicsWithoutWordsAreNeverTheAnswer() throws {
        let classifier = TopicClassifier(topicCount: 3, trainedOn: [LabelledText("sea", topic: 1)])
        let reading = try #require(classifier.classify("sea"))
        #expect(reading.topic == 1)
        #expect(reading.logOdds == .infinity)
    }

    @Test func accuracyCountsTextsThatSayNothingAsMisread() {
        let texts = [
            LabelledText("ship", topic: 0), LabelledText("Bread", topic: 1),
            LabelledText("sea", topic: 1), LabelledText("", topic: 0),
        ]
        #expect(two.accuracy(on: texts) == 0.5)
        #expect(two.accuracy(on: []) == nil)
    }

    @Test func wordsOfManyScripts() {
        func words(_ text: String) -> Int {
            TopicClassifier(topicCount: 1, trainedOn: [LabelledText(text, topic: 0)]).vocabularySize
        }
        #expect(words("Straße STRASSE 12 12th") == 4)
        // One word, composed or decomposed, in either case.
        #expect(words("\u{C9}t\u{E9} e\u{301}te\u{301}") == 1)
        // Vowel signs and the virama stay inside the word.
        #expect(words("हिन्दी हिन्दी") == 1)
        #expect(words("한국어 문장") == 2)
        // 我爱 爱北 北京, 我 for itself, and a word of letters between.
        #expect(words("我爱北京。我GAN。") == 5)
        // にほ ほん ん語 語々
        #expect(words("にほん語々・") == 4)
        // กา าก กา: two different pairs.
        #expect(words("กากา") == 2)
    }

    @Test func readsTopicsOfTextsItNeverSaw() {
        var source = PseudoText(seed: 3)
        let harbour = "ship tide rope gull mast sail".split(separator: " ")
        let kitchen = "oven bread salt stove knife sail".split(separator: " ")
        func texts(_ count: Int) -> [LabelledText] {
            (0..<count).map { index in
                let words = index % 2 == 0 ? harbour : kitchen
                let text = (0..<6).map { _ in words[source.number(below: words.count)] }
                return LabelledText(text.joined(separator: " "), topic: index % 2)
            }
        }
        let classifier = TopicClassifier(topicCount: 2, trainedOn: texts(40))
        #expect(classifier.accuracy(on: texts(100)) == 1)
    }
}
