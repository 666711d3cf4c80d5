import Models
import Networks
import Tensors
import Testing
import Texts

/// Matching character by character; its values stand in the golden network `characters-matched`.
@Suite("Every character against its context")
struct CharacterMatchTests {
    private let topics: [Float] = TinyPassages.indices.flatMap {
        [Float($0 % 3 == 0 ? 1 : 0), 0.25, 0.5]
    }

    private func discriminator(
        _ kind: DiscriminatorKind, matching: ContextMatching = .characters
    ) -> Discriminator {
        var configuration = ModelConfiguration(symbols: 270, topics: 3)
        configuration.embedding = 6
        configuration.contextHidden = 7
        configuration.hidden = 8
        configuration.discriminatorHidden = 12
        configuration.topicWidth = 4
        configuration.noise = 2
        configuration.conditioning = 5
        configuration.attention = 4
        configuration.discriminator = kind
        configuration.contextMatching = matching
        return Discriminator(configuration, precision: .f32, RandomSource(seed: 3))
    }

    @Test func gradientsWhereInformationIsMatched() throws {
        try expectNumericGradients(
            of: discriminator(.recurrent, matching: .information), topics: topics)
    }

    /// Fresh from the generator, the topic and context heads are log-likelihood ratios under it, times the
    /// length of a continuation.
    @Test func informationBeginsAsTheGeneratorsLikelihoodRatio() throws {
        let configuration = try Golden("two-layers-attention").configuration
        var matching = configuration
        matching.discriminatorHidden = matching.hidden
        matching.contextMatching = .information
        let generator = Generator(matching, precision: .f32, RandomSource(seed: 1))
        let discriminator = Discriminator(matching, precision: .f32, RandomSource(seed: 2))
        discriminator.startFromLikelihood(of: generator)
        let batch = TinyPassages.batch(topics: topics)
        let tape = Tape(precision: .f32)
        let logits = discriminator.logits(
            .symbols(batch.targets), in: batch, RandomSource(seed: 5),
            discriminator.parameters.bound(to: tape, gradients: nil))
        func logProbabilities(_ batch: Batch) -> [Float] {
            let tape = Tape(precision: .f32)
            let weights = generator.parameters.bound(to: tape, gradients: nil)
            let logits = generator.logits(batch, RandomSource(seed: 5), weights)
            return Array(
                tape.pick(tape.logSoftmax(logits), tape.indices(batch.targets)).value.elements)
        }
        let own = logProbabilities(batch)
        let withoutTopic = logProbabilities(
            batch.withTopics(topics.map { _ in Float(1) / 3 }))
        let length = Float(matching.shape.continuationCharacters)
        let topicFits = (0..<logits.rows).map { logits.value[$0, Head.topic.rawValue] }
        expectClose(
            topicFits, zip(own, withoutTopic).map { length * ($0 - $1) }, tolerance: 1e-3,
            "topic")
        // The first passage has no context to lose, the others have.
        for passage in 0..<batch.size {
            let fits = logits.value[passage, Head.context.rawValue]
            #expect((abs(fits) < 1e-4) == (passage == 0), "\(passage): \(fits)")
        }
    }

    /// Misfits are judged first, and their memory given back: the gradients are those of both at once.
    @Test(arguments: ContextMatching.allCases)
    func inTurnsTheGradientsAreTheSame(_ matching: ContextMatching) {
        let discriminator = discriminator(.recurrent, matching: matching)
        let batch = TinyPassages.batch(topics: topics)
        func gradients(inTurn: Bool) -> [Float] {
            let memory = GradientMemory(discriminator.parameters)
            let tape = Tape(precision: .f32)
            let source = RandomSource(seed: 4)
            let weights = discriminator.parameters.bound(to: tape, gradients: memory.pointer)
            let condition = discriminator.condition(on: batch, source, weights)
            condition.settle()
            func judge(_ text: Batch, slope: Float) {
                let logits = discriminator.logits(
                    .symbols(text.targets), counts: text.weights, under: condition, source, weights)
                tape.passageMeans(logits, weights: text.weights, batch: text.size)
                    .accumulatedGradient.elements.update(repeating: slope)
            }
            let mark = tape.mark
            judge(batch.withTexts(of: [1, 2, 3, 4, 0]), slope: -1)
            if inTurn { tape.backward(to: mark) }
            judge(batch, slope: 1)
            weights.backward()
            return discriminator.parameters.list.flatMap { memory[$0] }
        }
        expectClose(gradients(inTurn: true), gradients(inTurn: false), tolerance: 1e-5, "in turn")
    }

    @Test(arguments: DiscriminatorKind.allCases)
    func gradients(_ kind: DiscriminatorKind) throws {
        try expectNumericGradients(of: discriminator(kind), topics: topics)
    }

    @Test(arguments: DiscriminatorKind.allCases)
    func onlyWhoMatchesCharactersHasTheWeights(_ kind: DiscriminatorKind) {
        func names(_ matching: ContextMatching) -> [String] {
            discriminator(kind, matching: matching).parameters.list.map(\.name)
                .filter { $0.hasPrefix("match.characters") }
        }
        #expect(names(.summary).isEmpty)
        #expect(names(.characters).count == 4)
    }

    /// A single place of the context that changes is seen, however far back it lies.
    @Test func everyPlaceOfTheContextCounts() {
        let discriminator = discriminator(.recurrent)
        // Only the match speaks: all other evidence is taken away.
        let parameters = discriminator.parameters
        for parameter in parameters.list {
            let values = parameters.value(of: parameter)
            if parameter.name.hasPrefix("heads") { values.elements.update(repeating: 0) }
            guard parameter.name == "evidence.weight" else { continue }
            for row in 0..<values.rows {
                for column in 0..<values.columns - 1 { values[row, column] = 0 }
            }
        }
        parameters.pack()
        func logits(_ batch: Batch) -> [Float] {
            let tape = Tape(precision: .f32)
            let logits = discriminator.logits(
                .symbols(batch.targets), in: batch, RandomSource(seed: 5),
                parameters.bound(to: tape, gradients: nil))
            return (0..<batch.steps).map { logits.value[$0 * batch.size, Head.context.rawValue] }
        }
        func batch(_ context: [Symbol]) -> Batch {
            Batch(
                contexts: [context], continuations: [[260, 261, 262]], topics: [0, 1, 0],
                stepMultiple: 1)
        }
        let before = logits(batch([258, 259, 260, 261, 262, 263]))
        #expect(logits(batch([265, 259, 260, 261, 262, 263])) != before)
        // Without a context there is nothing to match.
        #expect(logits(batch([])).allSatisfy { $0 == 0 })
    }
}
