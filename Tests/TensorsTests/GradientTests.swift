import Tensors
import Testing

@Suite("Gradients of every operation against central differences")
struct GradientTests {
    @Test func linear() {
        GradientCheck((5, 7, .variable), (6, 7, .weight), (1, 6, .variable)) { tape, v in
            tape.linear(v[0], v[1], bias: v[2])
        }
    }

    @Test func linearOfTwoInputs() {
        GradientCheck((5, 7, .variable), (6, 7, .weight), (5, 3, .variable), (6, 3, .weight)) {
            tape, v in tape.linear([(v[0], v[1]), (v[2], v[3])])
        }
    }

    @Test func linearOfOneColumn() {
        GradientCheck((9, 1, .variable), (3, 1, .weight)) { tape, v in tape.linear(v[0], v[1]) }
    }

    @Test func lstmWithBias() {
        GradientCheck((4 * 3, 5, .variable), (4 * 6, 5 + 6, .weight), (1, 4 * 6, .variable)) {
            tape, v in
            tape.lstm(.vectors(v[0]), weight: v[1], condition: v[2], batch: 3).states
        }
    }

    @Test func lstmWithConditionAndInitialState() {
        GradientCheck(
            (4 * 3, 5, .variable), (4 * 6, 5 + 6, .weight), (3, 4 * 6, .variable),
            (3, 6, .variable), (3, 6, .variable)
        ) { tape, v in
            tape.lstm(
                .vectors(v[0]), weight: v[1], condition: v[2], initial: (v[3], v[4]), batch: 3
            ).states
        }
    }

    @Test func lstmOfUnequalLengths() {
        GradientCheck((4 * 3, 5, .variable), (4 * 6, 5 + 6, .weight), (1, 4 * 6, .variable)) {
            tape, v in
            tape.lstm(
                .vectors(v[0]), weight: v[1], condition: v[2], batch: 3,
                starts: tape.indices([0, 2, 4])
            ).states
        }
    }

    /// Symbol 1 does not occur, symbol 6 in several places; the first sequence begins later.
    @Test func lstmOverSymbols() {
        GradientCheck(
            (7, 5, .variable), (4 * 6, 5 + 6, .weight), (3, 4 * 6, .variable), (3, 6, .variable),
            (3, 6, .variable)
        ) { tape, v in
            tape.lstm(
                .symbols(tape.indices([6, 2, 3, 0, 6, 6, 4, 2, 6, 5, 5, 0]), table: v[0]),
                weight: v[1], condition: v[2], initial: (v[3], v[4]), batch: 3,
                starts: tape.indices([2, 0, 0])
            ).states
        }
    }

    @Test func attention() {
        GradientCheck((4 * 3, 8, .variable), (5 * 3, 8, .variable), (5 * 3, 8, .variable)) {
            tape, v in
            tape.attention(
                queries: v[0], keys: v[1], values: v[2], batch: 3,
                starts: tape.indices([0, 2, 5])
            ).readout
        }
    }

    @Test func layerNorm() {
        GradientCheck((6, 9, .variable), (1, 9, .variable), (1, 9, .variable)) { tape, v in
            tape.layerNorm(v[0], gain: v[1], bias: v[2])
        }
    }

    @Test func tanh() {
        GradientCheck((6, 9, .variable)) { tape, v in tape.tanh(v[0]) }
    }

    @Test func leakyReLU() {
        // Steps that stay on one side of the kink.
        GradientCheck((6, 9, .variable))(step: 2e-3) { tape, v in
            tape.leakyReLU(v[0], slope: 0.2)
        }
    }

    @Test func scaledRows() {
        GradientCheck((4, 5, .variable)) { tape, v in
            tape.scaleRows(v[0], by: [1, 0, -0.5, 2])
        }
    }

    @Test(arguments: [(5, 4, 2, 1), (6, 4, 2, 1), (4, 3, 1, 1), (7, 2, 3, 0), (1, 4, 2, 1)])
    func stridedConvolution(_ steps: Int, width: Int, stride: Int, padding: Int) {
        GradientCheck(
            (steps * 2, 3, .variable), (4, width * 3, .weight), (1, 4, .variable)
        ) { tape, v in
            let windows = tape.windows(
                v[0], width: width, stride: stride, padding: padding, batch: 2)
            return tape.linear(windows, v[1], bias: v[2])
        }
    }

    @Test func sum() {
        GradientCheck((6, 9, .variable), (6, 9, .variable)) { tape, v in
            tape.sum(tape.tanh(v[0]), v[1])
        }
    }

    @Test func scaled() {
        GradientCheck((6, 9, .variable)) { tape, v in tape.scaled(v[0], by: -1.7) }
    }

    @Test func dropout() {
        GradientCheck((6, 9, .variable)) { tape, v in
            tape.dropout(v[0], keep: 0.6, RandomSource(seed: 3))
        }
    }

    @Test func embedding() {
        GradientCheck((5, 7, .variable)) { tape, v in
            tape.embedding(v[0], tape.indices([4, 0, 4, 2, 1, 4]))
        }
    }

    @Test func slices() {
        GradientCheck((5, 7, .variable), (3, 2, .variable)) { tape, v in
            tape.concatenate([
                tape.columns(2..<6, of: tape.rows(1..<4, of: v[0])), v[1],
                tape.rows(0..<3, of: v[0]),
            ])
        }
    }

    @Test func passageMeans() {
        GradientCheck((4 * 2, 3, .variable)) { tape, v in
            tape.passageMeans(v[0], weights: [1, 1, 1, 0, 1, 0, 0, 0], batch: 2)
        }
    }

    @Test func logSoftmaxAndRowProducts() {
        GradientCheck((6, 9, .variable), (6, 9, .variable)) { tape, v in
            tape.rowProducts(v[0], tape.logSoftmax(v[1]))
        }
    }

    @Test func rowProductsWithOneRowAPassage() {
        GradientCheck((6, 9, .variable), (3, 9, .variable)) { tape, v in
            tape.rowProducts(v[0], v[1])
        }
    }

    @Test func stackedRows() {
        GradientCheck((2, 4, .variable), (3, 4, .variable)) { tape, v in tape.stack(v) }
    }

    @Test func picks() {
        GradientCheck((4, 5, .variable)) { tape, v in
            tape.pick(v[0], tape.indices([4, 0, 0, 2]))
        }
    }

    @Test func rowMixture() {
        GradientCheck((6, 5, .variable), (5, 7, .weight)) { tape, v in
            tape.rowMixture(v[0], of: v[1])
        }
    }

    @Test func softRelaxedSample() {
        let source = RandomSource(seed: 9)
        GradientCheck((6, 9, .variable)) { tape, v in
            let symbols = tape.indices(Array(repeating: 0, count: 6))
            return tape.relaxedSample(
                v[0], symbols: symbols, source, temperature: 0.7, as: .soft)
        }
    }

    @Test func crossEntropy() {
        let tape = Tape(precision: .f32)
        let targets: [Int32] = [2, 0, 1]
        let weights: [Float] = [1, 0.5, 0]
        func loss(_ elements: [Float]) -> (Double, [Float]) {
            tape.reset()
            let value = tape.constant(elements, rows: 3, columns: 4).value
            let gradient = tape.matrix(3, 4)
            for index in 0..<12 { gradient.pointer[index] = 0 }
            let logits = tape.weight(value, gradient: gradient)
            let sum = tape.crossEntropy(
                logits, targets: tape.indices(targets), weights: weights, scale: 1
            ).sum
            return (sum, Array(gradient.elements))
        }
        let x: [Float] = [0.1, -0.4, 0.9, 0.3, 1.2, 0.2, -0.7, 0, 0.5, 0.5, 0.1, -1]
        let (_, gradient) = loss(x)
        for element in x.indices {
            var up = x
            var down = x
            up[element] += 1e-2
            down[element] -= 1e-2
            let numeric = (loss(up).0 - loss(down).0) / 2e-2
            #expect(abs(numeric - Double(gradient[element])) < 1e-3)
        }
    }
}

@Suite("Windows over time")
struct WindowTests {
    /// A strided convolution as windows and one product, against the sum that defines it.
    @Test(arguments: [(5, 4, 2, 1), (8, 4, 2, 1), (4, 3, 1, 1), (7, 2, 3, 0)])
    func convolution(_ steps: Int, width: Int, stride: Int, padding: Int) {
        let (batch, inputs, outputs) = (2, 3, 4)
        let tape = Tape(precision: .f32)
        func values(_ count: Int, _ seed: UInt64) -> [Float] {
            (0..<count).map { Float(RandomSource(seed: seed).uniform($0) - 0.5) }
        }
        let x = tape.constant(
            values(steps * batch * inputs, 1), rows: steps * batch, columns: inputs)
        let filters = tape.constant(
            values(outputs * width * inputs, 2), rows: outputs, columns: width * inputs)
        let packed = PackedWeights(
            precision: .f32, outputs: outputs, inputs: width * inputs, hasBackward: true)
        packed.pack(filters.value)
        let y = tape.linear(
            tape.windows(x, width: width, stride: stride, padding: padding, batch: batch),
            tape.weight(filters.value, gradient: nil, packed: packed))
        let count = (steps + stride - 1) / stride
        #expect(y.rows == count * batch && y.columns == outputs)
        for window in 0..<count {
            for b in 0..<batch {
                for output in 0..<outputs {
                    var sum = 0.0
                    for tap in 0..<width {
                        let step = window * stride - padding + tap
                        guard step >= 0 && step < steps else { continue }
                        for input in 0..<inputs {
                            sum +=
                                Double(x.value[step * batch + b, input])
                                * Double(filters.value[output, tap * inputs + input])
                        }
                    }
                    #expect(abs(Double(y.value[window * batch + b, output]) - sum) < 1e-5)
                }
            }
        }
    }
}

@Suite("Relaxed samples")
struct RelaxedSampleTests {
    /// The hard symbol must be the argmax of the relaxed vector: both come from the same noise.
    @Test func straightThroughShowsWhatWasDrawn() {
        let tape = Tape(precision: .f32)
        let source = RandomSource(seed: 4)
        let logits = tape.constant(
            (0..<50 * 30).map { Float(source.child("x").uniform($0) * 4) }, rows: 50, columns: 30)
        let symbols = tape.indices(Array(repeating: 0, count: 50))
        guard let first = symbols.baseAddress else { return }
        logits.value.drawSymbols(source, firstRow: 0, into: first)
        let soft = tape.relaxedSample(
            logits, symbols: symbols, source, temperature: 0.5, as: .soft)
        for row in 0..<50 {
            let values = (0..<30).map { soft.value[row, $0] }
            #expect(values.firstIndex(of: values.max() ?? 0) == Int(symbols[row]))
            #expect(abs(values.reduce(0, +) - 1) < 1e-5)
        }
        let hard = tape.relaxedSample(
            logits, symbols: symbols, source, temperature: 0.5, as: .straightThrough)
        for row in 0..<50 {
            #expect(hard.value[row, Int(symbols[row])] == 1)
            #expect((0..<30).reduce(0) { $0 + hard.value[row, $1] } == 1)
        }
    }

    /// Gumbel-max draws follow softmax(logits): compared with the exact probabilities.
    @Test func drawsFollowTheSoftmax() {
        let tape = Tape(precision: .f32)
        let row: [Float] = [0, 1, 2, -1]
        let draws = 20_000
        let logits = tape.constant(
            Array(repeating: row, count: draws).flatMap { $0 }, rows: draws, columns: 4)
        let symbols = tape.indices(Array(repeating: 0, count: draws))
        guard let first = symbols.baseAddress else { return }
        logits.value.drawSymbols(RandomSource(seed: 5), firstRow: 0, into: first)
        let total = row.reduce(0) { $0 + Double($1).exponential }
        for symbol in 0..<4 {
            let expected = Double(row[symbol]).exponential / total
            let share = Double(symbols.count { $0 == Int32(symbol) }) / Double(draws)
            #expect(
                abs(share - expected) < 4 * (expected * (1 - expected) / Double(draws)).squareRoot()
            )
        }
    }
}
