import Foundation
import Models
import Networks
import Tensors
import Testing
import Texts

/// A generator whose topics matter much, although it is not trained.
@Suite("Topic guidance")
struct GuidanceTests {
    private let generator: Generator
    private let source = RandomSource(seed: 7)
    /// The passages under a topic each, the last one under none.
    private let batch: Batch
    private let withoutTopics: Batch
    private let topics: Int

    init() throws {
        var configuration = try Golden("two-layers-attention").configuration
        configuration.noise = 4
        let topics = configuration.topics
        generator = Generator(configuration, precision: .f32, RandomSource(seed: 2))
        for (name, factor) in [("conditioning.topics", Float(6)), ("output.weight", 4)] {
            guard let parameter = generator.parameters.list.first(where: { $0.name == name })
            else { fatalError("no parameter \(name)") }
            let value = generator.parameters.value(of: parameter)
            for index in value.elements.indices { value.elements[index] *= factor }
        }
        generator.parameters.pack()
        let last = TinyPassages.indices.count - 1
        let chosen = TinyPassages.indices.map { $0 == last ? nil : $0 % topics }
        batch = TinyPassages.batch(
            topics: Mismatch.topicVectors(chosen, count: topics), steps: 6)
        withoutTopics = batch.withTopics(
            Mismatch.topicVectors(chosen.map { _ in nil }, count: topics))
        self.topics = topics
    }

    @Test func guidanceOneIsTheStepperToTheBit() {
        expectSameBits(
            Stepper(generator, batch, source).step,
            GuidedStepper(generator, batch, guidance: 1, source).step)
    }

    @Test func withoutTopicsNothingIsMixed() {
        expectSameBits(
            Stepper(generator, withoutTopics, source).step,
            GuidedStepper(generator, withoutTopics, guidance: 5, source).step)
    }

    /// The formula, in double, from two separate runs with the same noise.
    @Test(arguments: [0, 0.5, 1.5, 3, 20] as [Float])
    func followsTheFormula(guidance: Float) {
        let own = Stepper(generator, batch, source)
        let none = Stepper(generator, withoutTopics, source)
        let guided = GuidedStepper(generator, batch, guidance: guidance, source)
        #expect(guided.batch == batch.size)
        for step in 0..<batch.steps {
            let symbols = Array(batch.inputs[step * batch.size..<(step + 1) * batch.size])
            let (topic, plain) = (logP(own.step(symbols)), logP(none.step(symbols)))
            let mixed = logP(guided.step(symbols))
            #expect(mixed.count == batch.size)
            for b in 0..<batch.size {
                let sum = zip(topic[b], plain[b]).map { $1 + Double(guidance) * ($0 - $1) }
                let expected = normalised(sum)
                let worst = zip(mixed[b], expected).map { abs($0 - $1) }.max() ?? .infinity
                #expect(worst < 2e-4 * Double(1 + guidance), "passage \(b), step \(step)")
                let change = zip(mixed[b], topic[b]).map { abs($0 - $1) }.max() ?? 0
                let isPlain = b == batch.size - 1
                #expect(isPlain ? change < 1e-4 : change > 0.01, "passage \(b): \(change)")
            }
        }
    }

    /// How much likelier the topic makes what is drawn: it grows with the guidance.
    @Test func moreGuidanceFollowsTheTopicHarder() {
        let count = 400
        let many = batch.passages([Int](repeating: 1, count: count))
        let plain = many.withTopics(
            Mismatch.topicVectors([Int?](repeating: nil, count: count), count: topics))
        // A step's logits live as long as their stepper.
        let steppers = (Stepper(generator, many, source), Stepper(generator, plain, source))
        let topic = logP(steppers.0.step(many.before))
        let none = logP(steppers.1.step(many.before))
        let gains = ([0, 1, 2, 4] as [Float]).map { guidance in
            var gain = 0.0
            generator.write(
                many, sampling: Sampling(temperature: 1, guidance: guidance), length: 1, source
            ) { written in
                let symbol = Int(written.symbol)
                gain += topic[written.passage][symbol] - none[written.passage][symbol]
                return true
            }
            return gain / Double(count)
        }
        #expect(gains == gains.sorted() && Set(gains).count == gains.count, "\(gains)")
        #expect(gains[0] < 0 && gains[3] > gains[1] + 0.1, "\(gains)")
    }

    private func expectSameBits(
        _ one: ([Int32]) -> Matrix, _ other: ([Int32]) -> Matrix,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for step in 0..<batch.steps {
            let symbols = Array(batch.inputs[step * batch.size..<(step + 1) * batch.size])
            let bits = Array(one(symbols).elements).map(\.bitPattern)
            #expect(
                bits == Array(other(symbols).elements).map(\.bitPattern), "step \(step)",
                sourceLocation: sourceLocation)
        }
    }

    /// Rows of log-probabilities, in double.
    private func logP(_ logits: Matrix) -> [[Double]] {
        (0..<logits.rows).map { normalised(logits.rows($0..<$0 + 1).elements.map(Double.init)) }
    }

    private func normalised(_ x: [Double]) -> [Double] {
        let top = x.max() ?? 0
        let offset = top + log(x.reduce(0) { $0 + exp($1 - top) })
        return x.map { $0 - offset }
    }
}
