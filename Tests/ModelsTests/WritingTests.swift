import Models
import Tensors
import Testing
import Texts

/// Continuations that are written side by side.
@Suite("Writing")
struct WritingTests {
    private let generator: Generator
    private let batch: Batch
    private let topics: [Float]
    private let sampling = Sampling(temperature: 1, topP: 0.9, guidance: 2)
    private let begun: [[Symbol]] = [[], [262, 263, 264], [261], [], [262, 261]]
    private let chances: [Generator.Chance]

    init() throws {
        let golden = try Golden("two-layers-attention")
        var configuration = golden.configuration
        configuration.noise = 4
        generator = Generator(configuration, precision: .f32, RandomSource(seed: 3))
        topics = golden["topics"]
        batch = TinyPassages.batch(topics: topics)
        chances = TinyPassages.indices.map {
            let own = RandomSource(seed: 40 + UInt64($0))
            return Generator.Chance(noise: own.child("z"), draws: own.child("symbols"))
        }
    }

    @Test(arguments: [WritingPrecision.own, .int8])
    func neighboursChangeNothing(_ writing: WritingPrecision) {
        generator.writing = writing
        let together = write(batch, begun, chances)
        for index in TinyPassages.indices {
            let width = topics.count / batch.size
            let alone = TinyPassages.batch(
                of: [index], topics: Array(topics[index * width..<(index + 1) * width]))
            #expect(write(alone, [begun[index]], [chances[index]]) == [together[index]])
        }
        #expect(Set(together).count == together.count)
    }

    /// What is there is read, and the draws begin after it.
    @Test(arguments: [WritingPrecision.own, .int8])
    func goesOnFromWhatIsBegun(_ writing: WritingPrecision) {
        generator.writing = writing
        let written = write(batch, begun, chances)
        for (index, text) in written.enumerated() {
            let width = topics.count / batch.size
            let alone = TinyPassages.batch(
                of: [index], topics: Array(topics[index * width..<(index + 1) * width]))
            let stepper = GuidedStepper(
                generator, alone, guidance: sampling.guidance,
                noise: [chances[index].noise])
            var last = alone.before
            var spelling = ByteSpelling()
            for symbol in begun[index] {
                _ = stepper.step(last)
                last[0] = Int32(symbol)
                spelling.take(symbol)
            }
            for (place, symbol) in text.enumerated() {
                last[0] = sampling.draw(
                    stepper.step(last), row: 0, chances[index].draws, noise: place,
                    spelling: spelling)
                spelling.take(symbol)
                #expect(last[0] == Int32(symbol), "passage \(index), symbol \(place)")
            }
        }
    }

    @Test func endsWhereItMay() throws {
        let bias = try #require(
            generator.parameters.list.first { $0.name == "output.bias" })
        generator.parameters.value(of: bias)[0, Int(Alphabet.end)] += 20
        generator.parameters.pack()
        var ends = [Int](repeating: 0, count: batch.size)
        var lengths = ends
        generator.write(batch, sampling: sampling, length: 7, chances, mayEnd: { $0 != 2 }) {
            lengths[$0.passage] += 1
            if $0.symbol == Alphabet.end { ends[$0.passage] += 1 }
            return true
        }
        #expect(ends == [1, 1, 0, 1, 1])
        #expect(lengths == [1, 1, 7, 1, 1])
    }

    @Test func chosenPassagesAreThosePassages() {
        let order = [4, 1, 1, 0, 2, 3]
        let width = topics.count / batch.size
        let orderedTopics = order.flatMap { topics[$0 * width..<($0 + 1) * width] }
        let chosen = TinyPassages.batch(topics: topics, stepMultiple: 32).passages(order)
        let made = TinyPassages.batch(of: order, topics: orderedTopics, stepMultiple: 32)
        #expect(chosen.size == 6 && chosen.steps == made.steps)
        #expect(chosen.context == made.context && chosen.contextStarts == made.contextStarts)
        #expect(chosen.before == made.before && chosen.targets == made.targets)
        #expect(chosen.weights == made.weights && chosen.topics == made.topics)
    }

    private func write(_ batch: Batch, _ begun: [[Symbol]], _ chances: [Generator.Chance])
        -> [[Symbol]]
    {
        var texts = begun.map { _ in [Symbol]() }
        generator.write(batch, after: begun, sampling: sampling, length: 12, chances) { written in
            texts[written.passage].append(written.symbol)
            return true
        }
        return texts
    }
}
