import Models
import Networks
import Tensors
import Testing

@Suite("The convolutional discriminator")
struct ConvolutionalDiscriminatorTests {
    private let configuration: ModelConfiguration
    private let discriminator: Discriminator
    private let topics: [Float]

    init() {
        var configuration = ModelConfiguration(symbols: 270, topics: 3)
        configuration.embedding = 6
        configuration.contextHidden = 7
        configuration.hidden = 8
        configuration.discriminatorHidden = 12
        configuration.topicWidth = 4
        configuration.noise = 2
        configuration.conditioning = 5
        configuration.attention = 4
        configuration.discriminator = .convolutional
        self.configuration = configuration
        discriminator = Discriminator(configuration, precision: .f32, RandomSource(seed: 3))
        topics = TinyPassages.indices.flatMap { [Float($0 % 3 == 0 ? 1 : 0), 0.25, 0.5] }
    }

    @Test("Padding changes no verdict", arguments: [2, 7, 32])
    func padding(_ multiple: Int) {
        let own = TinyPassages.batch(topics: topics)
        let padded = TinyPassages.batch(topics: topics, stepMultiple: multiple)
        compare(judged(own), own, judged(padded), padded)
    }

    @Test("What stands after a text's end changes no verdict")
    func afterTheEnd() {
        let batch = TinyPassages.batch(topics: topics, stepMultiple: 16)
        var symbols = batch.targets
        for row in symbols.indices where batch.weights[row] == 0 { symbols[row] = 265 }
        #expect(symbols != batch.targets)
        compare(judged(batch), batch, judged(batch, .symbols(symbols)), batch)
    }

    @Test("Each passage alone is judged as among others", arguments: TinyPassages.indices)
    func alone(_ index: Int) {
        let all = TinyPassages.batch(topics: topics)
        let one = TinyPassages.batch(
            of: [index], topics: Array(topics[index * 3..<index * 3 + 3]))
        let (whole, own) = (judged(all), judged(one))
        for step in 0..<one.steps where one.weights[step] == 1 {
            expectClose(own[step], whole[step * all.size + index], tolerance: 1e-5, "step \(step)")
        }
    }

    @Test("Context, its last symbol, topic and text all count")
    func conditions() {
        let batch = TinyPassages.batch(topics: topics)
        let before = judged(batch)
        let order = Array(TinyPassages.indices.reversed())
        var text = batch.targets
        text[1] = text[1] == 260 ? 261 : 260
        let others = [
            judged(batch.withTopics(topics.map { 1 - $0 })), judged(batch.withContexts(of: order)),
            judged(batch, .symbols(text)),
        ]
        for other in others { #expect(other[1] != before[1]) }
    }

    @Test("One-hot text is judged like its symbols")
    func oneHot() {
        let batch = TinyPassages.batch(topics: topics)
        let tape = Tape(precision: .f32)
        let y = tape.matrix(batch.targets.count, configuration.symbols)
        y.elements.update(repeating: 0)
        for (row, symbol) in batch.targets.enumerated() { y[row, Int(symbol)] = 1 }
        compare(judged(batch), batch, judged(batch, .relaxed(tape.constant(y)), on: tape), batch)
    }

    @Test func gradients() throws {
        try expectNumericGradients(of: discriminator, topics: topics)
    }

    @Test func takesOverWhatReadsTheContext() throws {
        let generator = Generator(configuration, precision: .f32, RandomSource(seed: 1))
        let filters = try discriminator.parameters.elements("convolution.1.weight")
        discriminator.startFromLikelihood(of: generator)
        try expectContextReaderOf(generator, in: discriminator)
        #expect(try discriminator.parameters.elements("convolution.1.weight") == filters)
        #expect(discriminator.parameters.list.allSatisfy { !$0.name.hasPrefix("lstm") })
    }

    private func judged(
        _ batch: Batch, _ text: Discriminator.Text? = nil, on tape: Tape = Tape(precision: .f32)
    ) -> [[Float]] {
        let logits = discriminator.logits(
            text ?? .symbols(batch.targets), in: batch, RandomSource(seed: 5),
            discriminator.parameters.bound(to: tape, gradients: nil))
        return (0..<logits.rows).map { Array(logits.value.rows($0..<$0 + 1).elements) }
    }

    /// Compares what was made of the characters of `a` and `b`, of which `b` may be padded further.
    private func compare(_ one: [[Float]], _ a: Batch, _ other: [[Float]], _ b: Batch) {
        #expect(a.size == b.size && a.steps <= b.steps)
        for row in one.indices where a.weights[row] == 1 {
            expectClose(other[row], one[row], tolerance: 1e-5, "row \(row)")
        }
    }
}
