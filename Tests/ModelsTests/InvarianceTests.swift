import Models
import Networks
import Tensors
import Testing
import Texts

/// A passage's logits depend on nothing but the passage.
@Suite("Padding and batching do not change a passage's logits")
struct InvarianceTests {
    private let golden: Golden
    private let generator: Generator
    private let discriminator: Discriminator

    init() throws {
        golden = try Golden("two-layers-attention")
        generator = golden.generator()
        discriminator = golden.discriminator()
    }

    @Test("Context and continuation padded to any length", arguments: [2, 7, 32])
    func padding(_ multiple: Int) {
        let batch = TinyPassages.batch(topics: golden["topics"], stepMultiple: multiple)
        #expect(batch.steps % multiple == 0 && batch.contextSteps % multiple == 0)
        expectGolden(batch, passages: TinyPassages.indices)
    }

    @Test("A continuation cut short: its beginning stays as it was")
    func fewerSteps() {
        let batch = TinyPassages.batch(topics: golden["topics"], steps: 2)
        #expect(batch.steps == 2)
        expectGolden(batch, passages: TinyPassages.indices)
    }

    @Test("Each passage alone", arguments: TinyPassages.indices)
    func alone(_ index: Int) {
        let batch = TinyPassages.batch(of: [index], topics: topics(of: [index]))
        expectGolden(batch, passages: [index])
    }

    @Test("In another order, and one twice")
    func order() {
        let order = [4, 1, 3, 1, 0, 2]
        let batch = TinyPassages.batch(
            of: order, topics: topics(of: order), stepMultiple: 32)
        expectGolden(batch, passages: order)
    }

    @Test("Contexts and topics exchanged in a batch, or passages made so")
    func exchange() {
        let order = [1, 2, 3, 4, 0]
        let whole = TinyPassages.batch(topics: golden["topics"], stepMultiple: 32)
        let exchanged = whole.withTopics(topics(of: order))
        let made = TinyPassages.batch(topics: topics(of: order))
        let (one, other) = (logits(exchanged), logits(made))
        for row in 0..<made.steps * made.size {
            expectClose(one.generator[row], other.generator[row], tolerance: 1e-5, "row \(row)")
        }
        let starts = whole.withContexts(of: order).contextStarts
        #expect(starts == order.map { whole.contextStarts[$0] })
        #expect(whole.withContexts(of: TinyPassages.indices).context == whole.context)
        let (moved, all) = (whole.withContexts(of: order), whole.passages(order))
        #expect(moved.context == all.context && moved.before == all.before)
        #expect(moved.targets == whole.targets)
    }

    @Test("What stands after the end mark of a sample counts for nothing")
    func continuations() {
        let batch = TinyPassages.batch(topics: golden["topics"], stepMultiple: 32)
        let end = Int32(Alphabet.end)
        var symbols = [Int32](repeating: 260, count: 3 * batch.size)
        symbols[batch.size + 2] = end
        let replaced = batch.withContinuations(symbols)
        #expect(replaced.steps == 3)
        #expect(replaced.symbolCount == 14)
        #expect(replaced.weights[batch.size + 2] == 1)
        #expect(replaced.weights[2 * batch.size + 2] == 0)
        #expect(replaced.inputs == batch.before + symbols.prefix(2 * batch.size))
    }

    /// Rows of logits, and what both networks make of a batch.
    private func logits(_ batch: Batch) -> (generator: [[Float]], discriminator: [[Float]]) {
        let tape = Tape(precision: .f32)
        func rows(_ variable: Variable) -> [[Float]] {
            (0..<variable.rows).map { Array(variable.value.rows($0..<$0 + 1).elements) }
        }
        let source = RandomSource(seed: 1)
        return (
            rows(
                generator.logits(
                    batch, source, generator.parameters.bound(to: tape, gradients: nil))),
            rows(
                discriminator.logits(
                    .symbols(batch.targets), in: batch, source,
                    discriminator.parameters.bound(to: tape, gradients: nil)))
        )
    }

    /// Compares the rows of `batch` that hold symbols with PyTorch's for the golden passages
    /// `indices`.
    private func expectGolden(
        _ batch: Batch, passages indices: [Int], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let (written, judged) = logits(batch)
        for (name, own, width) in [
            ("generator", written, golden.configuration.symbols),
            ("discriminator", judged, Head.allCases.count),
        ] {
            let expected = golden["\(name).logits"]
            for row in own.indices where batch.weights[row] == 1 {
                let (step, passage) = (row / batch.size, indices[row % batch.size])
                let start = (step * TinyPassages.indices.count + passage) * width
                expectClose(
                    own[row], Array(expected[start..<start + width]), tolerance: 1e-5,
                    "\(name) row \(row)", sourceLocation: sourceLocation)
            }
        }
    }

    private func topics(of order: [Int]) -> [Float] {
        let width = golden.configuration.topics
        return order.flatMap { golden["topics"][$0 * width..<($0 + 1) * width] }
    }
}
