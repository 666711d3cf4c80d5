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

    /// The gradients by the text and by every kind of weight, against differences of the loss.
    @Test func gradients() throws {
        let batch = TinyPassages.batch(topics: topics)
        let tape = Tape(precision: .f32)
        let random = RandomSource(seed: 6)
        let rows = batch.targets.count
        var text = (0..<rows * configuration.symbols).map { Float(random.uniform($0) * 0.02) }
        for (row, symbol) in batch.targets.enumerated() {
            text[row * configuration.symbols + Int(symbol)] += 0.9
        }
        let memory = GradientMemory(discriminator.parameters)
        func loss(_ gradient: ((Matrix) -> Void)?) -> Double {
            tape.reset()
            let x = tape.constant(text, rows: rows, columns: configuration.symbols).value
            let dx = tape.matrix(rows, configuration.symbols)
            dx.elements.update(repeating: 0)
            let logits = discriminator.logits(
                .relaxed(tape.weight(x, gradient: dx)), in: batch, RandomSource(seed: 5),
                discriminator.parameters.bound(to: tape, gradients: memory.pointer))
            let means = tape.passageMeans(logits, weights: batch.weights, batch: batch.size)
            let seed = means.accumulatedGradient
            var sum = 0.0
            for index in 0..<means.value.count {
                let factor = Float(random.child("loss").uniform(index) * 2 - 1)
                seed.pointer[index] = factor
                sum += Double(factor * means.value.pointer[index])
            }
            if let gradient {
                tape.backward()
                gradient(dx)
            }
            return sum
        }
        var byText: [Float] = []
        _ = loss { byText = Array($0.elements) }
        let byWeights = discriminator.parameters.list.map { (parameter: $0, memory[$0]) }

        func expect(_ given: Float, _ up: Double, _ down: Double, _ step: Double, _ name: String) {
            let numeric = (up - down) / (2 * step)
            #expect(abs(numeric - Double(given)) < 3e-3 + 0.03 * abs(numeric), "\(name)")
        }
        for index in stride(from: 262, to: text.count, by: 691) {
            let old = text[index]
            text[index] = old + 1e-3
            let up = loss(nil)
            text[index] = old - 1e-3
            let down = loss(nil)
            text[index] = old
            expect(byText[index], up, down, 1e-3, "text \(index)")
        }
        for (parameter, gradient) in byWeights {
            // Where the gradient is largest, so that it is not lost in rounding.
            let index = try #require(gradient.indices.max { abs(gradient[$0]) < abs(gradient[$1]) })
            let place = parameter.offset + index
            let old = discriminator.parameters.values[place]
            func moved(_ distance: Float) -> Double {
                discriminator.parameters.values[place] = old + distance
                discriminator.parameters.pack()
                return loss(nil)
            }
            let (up, down) = (moved(4e-4), moved(-4e-4))
            _ = moved(0)
            #expect(gradient[index] != 0, "\(parameter.name)")
            expect(gradient[index], up, down, 4e-4, parameter.name)
        }
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
