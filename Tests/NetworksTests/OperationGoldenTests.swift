import Foundation
import Networks
import Tensors
import Testing

/// Values and gradients of the operations; made by `Tests/Reference/make_golden.py`.
@Suite("Operations against PyTorch")
struct OperationGoldenTests {
    @Test func linear() throws {
        let golden = try RecordedOperation("linear")
        golden.check(
            golden.tape.linear(
                golden.input("x"), golden.weight("weight"), bias: golden.input("bias")))
    }

    @Test("LSTM: sequences that begin at steps 0, 2 and never, from an initial state")
    func lstm() throws {
        let golden = try RecordedOperation("lstm")
        let output = golden.tape.lstm(
            .vectors(golden.input("x")), weight: golden.weight("weight"),
            condition: golden.input("condition"),
            initial: (golden.input("state"), golden.input("cell")), batch: 3,
            starts: golden.indices("starts"))
        expectClose(
            output.lastCell.elements, golden["lastCell"], tolerance: 2e-6, "lastCell")
        golden.check(output.states)
    }

    @Test("Attention: memories that begin at steps 0, 3 and never")
    func attention() throws {
        let golden = try RecordedOperation("attention")
        let output = golden.tape.attention(
            queries: golden.input("queries"), keys: golden.input("keys"),
            values: golden.input("values"), batch: 3, starts: golden.indices("starts"))
        golden.check(output.readout)
        // The third passage has no memory: its weights, the last 4 rows, are zero.
        #expect(output.weights.rows(2 * 4..<3 * 4).elements.allSatisfy { $0 == 0 })
    }

    @Test func layerNorm() throws {
        let golden = try RecordedOperation("layerNorm")
        golden.check(
            golden.tape.layerNorm(
                golden.input("x"), gain: golden.input("gain"), bias: golden.input("bias")))
    }

    @Test func logSoftmax() throws {
        let golden = try RecordedOperation("logSoftmax")
        golden.check(golden.tape.logSoftmax(golden.input("x")))
    }

    @Test func crossEntropy() throws {
        let golden = try RecordedOperation("crossEntropy")
        let (sum, losses) = golden.tape.crossEntropy(
            golden.input("logits"), targets: golden.indices("targets"), weights: golden["weights"],
            scale: 0.25)
        expectClose(losses, golden["losses"], tolerance: 2e-6, "losses")
        expectClose([Float(sum)], golden["sum"], tolerance: 2e-6, "sum")
        golden.checkGradients()
    }

    /// The tape draws the Gumbel noise g′ itself. It is read back from a relaxed sample of zero
    /// logits, log softmax(g′), and taken away from the given noise: a softmax does not see the
    /// constant in which they differ.
    @Test("Gumbel-softmax for given noise", arguments: [Relaxation.soft, .straightThrough])
    func relaxedSample(_ relaxation: Relaxation) throws {
        let golden = try RecordedOperation(
            relaxation == .soft ? "relaxedSample.soft" : "relaxedSample.straightThrough")
        let tape = golden.tape
        let source = RandomSource(seed: 3)
        let logits = golden.input("logits")
        let symbols = golden.indices("symbols")
        let (rows, columns) = (logits.rows, logits.columns)
        let zeros = tape.constant(
            [Float](repeating: 0, count: rows * columns), rows: rows, columns: columns)
        let own = tape.relaxedSample(zeros, symbols: symbols, source, temperature: 1, as: .soft)
        let correction = zip(golden["noise"], own.value.elements).map { $0 - log($1) }
        let output = tape.relaxedSample(
            tape.sum(logits, tape.constant(correction, rows: rows, columns: columns)),
            symbols: symbols, source, temperature: 0.7, as: relaxation)
        golden.check(output, tolerance: 1e-5)
    }
}
