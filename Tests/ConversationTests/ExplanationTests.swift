import Conversation
import Models
import Tensors
import Testing
import Texts

@Suite("What carried a reply") struct ExplanationTests {
    private let context = "Is the ferry late?\nThe wind is up.\n"

    private func origin(
        _ topic: TopicMixture, guidance: Float = 2, drafts: Drafts = .candidates(1), index: Int = 0,
        settings: ReplySettings = ReplySettings()
    ) -> Turn.Origin {
        var settings = settings
        settings.guidance = guidance
        return Turn.Origin(
            topic: topic, seed: 9, judgement: nil, isFinished: true, settings: settings,
            drafts: drafts, index: index)
    }

    private func mixture(_ words: String) throws -> TopicMixture {
        try TopicMixture(parsing: words, of: RandomModel.topics)
    }

    @Test(
        "Bits are those of the guided distribution that the reply was drawn from, each part left out"
    )
    func bits() throws {
        let model = try RandomModel.make()
        let topic = try mixture("harbour:3 garden:1")
        let explanation = try ModelSpeaker(model).explanation(
            of: "By a mile.", after: context, from: origin(topic))
        func cost(_ context: String, _ weights: [Float]) -> Double {
            RandomModel.bits(
                "By a mile.", context: context, topic: weights, guidance: 2, by: model, seed: 9)
        }
        let whole = cost(context, topic.weights)
        #expect(abs(explanation.bits - whole) < 1e-3)
        #expect(explanation.symbols == 10 && explanation.unread == 0)
        #expect(
            explanation.context.map { $0.characters.map(\.text).joined() }
                == ["Is the ferry late?", "The wind is up."])
        let expected = [
            (explanation.context[0].bits, cost("The wind is up.\n", topic.weights)),
            (explanation.context[1].bits, cost("Is the ferry late?\n", topic.weights)),
            (try #require(explanation.contextBits), cost("", topic.weights)),
            (explanation.topics[0].bits, cost(context, [0, 1, 0])),
            (explanation.topics[1].bits, cost(context, [1, 0, 0])),
            (try #require(explanation.topicBits), cost(context, [1 / 3, 1 / 3, 1 / 3])),
        ]
        for (change, other) in expected {
            #expect(abs(change - (other - whole)) < 1e-3)
            // A part that changed nothing would make the comparison empty.
            #expect(abs(change) > 0.02)
        }
        #expect(explanation.topics.map(\.name) == ["harbour", "garden"])
        #expect(explanation.topics.map(\.weight) == [0.75, 0.25])
    }

    @Test("Guidance, candidates and codes are those of the reply")
    func settings() throws {
        let model = try RandomModel.make(codes: 3)
        let topic = try mixture("kitchen")
        let speaker = ModelSpeaker(model)
        for (guidance, candidate) in [(Float(1), 0), (3, 0), (2, 4)] {
            let explanation = try speaker.explanation(
                of: "Soup.", after: context,
                from: origin(
                    topic, guidance: guidance, drafts: .candidates(5), index: candidate,
                    settings: ReplySettings(candidates: 5)))
            let expected = RandomModel.bits(
                "Soup.", context: context, topic: topic.weights, guidance: guidance, by: model,
                seed: 9, candidate: candidate)
            #expect(abs(explanation.bits - expected) < 1e-3)
            #expect(explanation.topics.count == 1)
            #expect(explanation.topics.first?.bits == explanation.topicBits)
        }
        let swept = try (0..<3).map { code in
            try speaker.explanation(
                of: "Soup.", after: context,
                from: origin(topic, drafts: .codes(chance: 0), index: code)
            ).bits
        }
        #expect(Set(swept).count == 3)
    }

    @Test("The attention of all characters, separators and the reply's own adds up to 1")
    func attention() throws {
        let speaker = ModelSpeaker(try RandomModel.make())
        let explanation = try speaker.explanation(
            of: "By a mile.", after: context, from: origin(mixture("harbour")))
        let shares = try explanation.context.map { try #require($0.attention) }
        #expect(abs(shares.reduce(0, +) - 1) < 1e-4 && explanation.ownAttention == 0)
        for unit in explanation.context {
            let characters = unit.characters.compactMap(\.attention)
            #expect(characters.count == unit.characters.count)
            let separator = try #require(unit.attention) - characters.reduce(0, +)
            #expect(separator > 0 && separator < 0.5)
        }
    }

    @Test("A reply of several passages: each reads what was written before it")
    func longReply() throws {
        let model = try RandomModel.make()
        let topic = try mixture("garden")
        // The first line ends a passage of more than 12 characters.
        let (first, second) = ("Under the old tree.\n", "Yes.")
        let explanation = try ModelSpeaker(model).explanation(
            of: first + second, after: context,
            from: origin(topic, settings: ReplySettings(units: 2)))
        func cost(_ context: String) -> Double {
            RandomModel.bits(
                first, context: context, topic: topic.weights, guidance: 2, by: model, seed: 9)
                + RandomModel.bits(
                    second, context: context + first, topic: topic.weights, guidance: 2, by: model,
                    seed: 9)
        }
        let whole = cost(context)
        #expect(abs(explanation.bits - whole) < 1e-3)
        #expect(abs(explanation.context[0].bits - (cost("The wind is up.\n") - whole)) < 1e-3)
        #expect(abs(try #require(explanation.contextBits) - (cost("") - whole)) < 1e-3)
        let own = try #require(explanation.ownAttention)
        #expect(own > 0)
        let shares = explanation.context.compactMap(\.attention).reduce(0, +)
        #expect(abs(shares + own - 1) < 1e-4)
    }

    @Test("A unit that was begun belongs to the context, and what it says can be left out")
    func begunUnit() throws {
        let model = try RandomModel.make()
        let topic = try mixture("garden")
        let explanation = try ModelSpeaker(model).explanation(
            of: "tree.", after: context + "Under the ", from: origin(topic))
        let whole = RandomModel.bits(
            "tree.", after: "Under the ", context: context, topic: topic.weights, guidance: 2,
            by: model, seed: 9)
        let without = RandomModel.bits(
            "tree.", context: context, topic: topic.weights, guidance: 2, by: model, seed: 9)
        #expect(explanation.context.count == 3)
        #expect(explanation.context[2].characters.map(\.text).joined() == "Under the")
        #expect(abs(explanation.bits - whole) < 1e-3)
        #expect(abs(explanation.context[2].bits - (without - whole)) < 1e-3)
    }

    @Test("What the model does not read is counted, not shown")
    func reach() throws {
        let lines = (0..<9).map { "Line \("abcdefghi".dropFirst($0).first ?? "x").\n" }
        let explanation = try ModelSpeaker(try RandomModel.make()).explanation(
            of: "Yes.", after: lines.joined(), from: origin(mixture("none")))
        #expect(explanation.unread == 5 && explanation.context.count == 4)
        #expect(explanation.topics.isEmpty && explanation.topicBits == nil)
        #expect(explanation.hasTopics)
    }

    @Test("Models without topics or attention, and replies without a context")
    func whatIsNotThere() throws {
        let plain = ModelSpeaker(try RandomModel.make(topics: [], attention: 0))
        let explanation = try plain.explanation(
            of: "Yes.", after: context, from: origin(.none(of: [])))
        #expect(!explanation.hasTopics && explanation.topics.isEmpty)
        #expect(explanation.ownAttention == nil && explanation.context.count == 2)
        #expect(explanation.context.allSatisfy { $0.attention == nil && $0.bits != 0 })
        #expect(
            explanation.stretches(of: explanation.context[0]).allSatisfy { $0.regard == .even })
        let first = try plain.explanation(of: "Yes.", after: "", from: origin(.none(of: [])))
        #expect(first.context.isEmpty && first.contextBits == nil && first.bits > 0)
    }

    @Test("The words that had the most attention stand out")
    func stretches() {
        func unit(_ text: String, _ attention: [Float]) -> Explanation.Unit {
            Explanation.Unit(
                characters: zip(text, attention).map { .init(text: String($0), attention: $1) },
                attention: attention.reduce(0, +), bits: 0)
        }
        let line = unit("ab c,", [0.05, 0.65, 0.0, 0.1, 0.2])
        let explanation = Explanation(text: "x", symbols: 1, bits: 1, context: [line])
        let stretches = explanation.stretches(of: line)
        #expect(stretches.map(\.text) == ["ab", " ", "c", ","])
        #expect(stretches.map(\.regard) == [.most, .little, .little, .even])
    }
}
