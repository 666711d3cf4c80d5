import Evaluation
import Foundation
import Testing
import Texts

/// The measures against an implementation in another language: `Tests/Reference/make_measures.py`, whose
/// figures are in `Tests/Reference/golden/measures.json`.
@Suite("The measures beside Python's")
struct MeasureGoldenTests {
    private struct Golden: Decodable {
        struct Text: Decodable {
            let text: String
            let topic: Int

            init(from decoder: any Decoder) throws {
                var pair = try decoder.unkeyedContainer()
                text = try pair.decode(String.self)
                topic = try pair.decode(Int.self)
            }
            var labelled: TopicClassifier.LabelledText { .init(text, topic: topic) }
        }
        let training: [Text]
        let real: [Text]
        let samples: [Text]
        let lm: Double
        let lmReal: Double
        let rlm: Double
        let js4: Double
        let js6: Double
        let distinct4: Double
        let novelty: Double
        let topicMatrix: [[Int]]
        let topicAdherence: Double
    }

    private let golden: Golden

    init() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../Reference/golden/measures.json")
        golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
    }

    private var training: [String] { golden.training.map(\.text) }
    private var real: [String] { golden.real.map(\.text) }
    private var samples: [String] { golden.samples.map(\.text) }

    private func agree(_ value: Double?, _ expected: Double) throws {
        #expect(abs(try #require(value) - expected) < 1e-9)
    }

    @Test func qualityAndDiversity() throws {
        let model = CharacterModel(trainedOn: training)
        try agree(model.bitsPerCharacter(of: samples), golden.lm)
        try agree(model.bitsPerCharacter(of: real), golden.lmReal)
        try agree(CharacterModel(trainedOn: samples).bitsPerCharacter(of: real), golden.rlm)
    }

    @Test func ngrams() throws {
        for (order, expected) in [(4, golden.js4), (6, golden.js6)] {
            try agree(
                CharacterNgrams.jensenShannonDivergence(order: order, between: samples, and: real),
                expected)
        }
        try agree(CharacterNgrams.distinct(order: 4, of: samples), golden.distinct4)
    }

    @Test func novelty() throws {
        try agree(VerbatimIndex(of: training).novelty(of: samples), golden.novelty)
        #expect(golden.novelty > 0)
    }

    @Test func topics() throws {
        let classifier = TopicClassifier(
            topicCount: 3, trainedOn: golden.training.map(\.labelled))
        let samples = golden.samples.map(\.labelled)
        #expect(classifier.confusion(on: samples) == golden.topicMatrix)
        try agree(classifier.accuracy(on: samples), golden.topicAdherence)
    }
}
