import Models
import Tensors

/// The matrix products of the networks, listed from their shape: the arithmetic that an update cannot
/// do without.
struct NetworkProducts {
    private(set) var list: [MatrixProduct] = []
    private let shape: ModelConfiguration
    /// B, passages side by side.
    private let batch: Int
    /// Steps of the context.
    private let contextSteps: Int
    /// Width of the symbols' vectors that products read: none where a table stands for them, in int8.
    private let embedding: Int
    /// Whether LSTMs look symbols up where nothing is left out of their vectors.
    private let looksUp: Bool

    init(
        _ shape: ModelConfiguration, batch: Int, contextSteps: Int, precision: Precision,
        isInt8: Bool = false
    ) {
        self.shape = shape
        embedding = isInt8 ? 0 : shape.embedding
        looksUp = !isInt8 && precision.multipliesParts(from: shape.embedding)
        self.batch = batch
        self.contextSteps = contextSteps
    }

    /// What is computed of a pass besides its values.
    enum Gradients {
        /// Nothing: the pass is only run.
        case none
        /// Gradients of what the pass reads; its weights stay.
        case inputs
        /// Gradients of the weights too.
        case all
    }

    /// The generator reads texts of `steps` symbols, step by step when it writes them itself; `keep`
    /// below 1 is dropout.
    mutating func generator(
        steps: Int, _ gradients: Gradients, keep: Float = 1, stepwise: Bool = false
    ) {
        let vectors = keep < 1 || !looksUp
        condition(
            hidden: shape.hidden, noise: shape.noise + shape.codeWidth, gradients,
            readsVectors: vectors)
        read(
            steps: steps, hidden: shape.hidden, gradients, readsVectors: vectors || stepwise,
            stepwise: stepwise)
        logits(steps: steps, hidden: shape.hidden, gradients, stepwise: stepwise)
    }

    /// A recurrent discriminator that matches by the context's summary judges `texts` texts of each passage
    /// under the same condition; relaxed ones arrive as distributions over symbols. Other kinds have more
    /// products than are listed here.
    mutating func discriminator(
        texts: Int, steps: Int, _ gradients: Gradients, keep: Float = 1, isRelaxed: Bool = false
    ) {
        let vectors = keep < 1 || !looksUp
        let hidden = shape.discriminatorHidden
        let rows = steps * batch
        let width = Discriminator.matchWidth
        // Context and topics are not drawn: nothing flows back into them from frozen weights.
        let conditionGradients = gradients == .all ? Gradients.all : .none
        condition(hidden: hidden, noise: 0, conditionGradients, readsVectors: vectors)
        for _ in 0..<texts {
            if isRelaxed {
                add(.backward, rows: rows, inputs: shape.embedding, outputs: shape.symbols)
                if gradients != .none {
                    add(.forward, rows: rows, inputs: shape.embedding, outputs: shape.symbols)
                }
            }
            read(
                steps: steps + 1, hidden: hidden, gradients, readsVectors: vectors || isRelaxed)
            logits(steps: steps, hidden: hidden, gradients)
            var signs = 1
            if shape.topics > 0 {
                linear(rows, hidden, width, gradients)
                linear(batch, shape.topicWidth, width, conditionGradients)
                signs += 1
            }
            if shape.contextHidden > 0 {
                linear(rows, hidden, width, gradients)
                linear(batch, shape.contextHidden, width, conditionGradients)
                signs += 1
            }
            linear(rows, hidden, Head.allCases.count, gradients)
            linear(rows, signs, Head.allCases.count, gradients)
            if shape.codes > 0 { linear(rows, hidden, shape.codeWidth, gradients) }
        }
    }

    /// Context, topic and noise become u, the initial states, what the layers add at every step, and
    /// the attention's keys and values.
    private mutating func condition(
        hidden: Int, noise: Int, _ gradients: Gradients, readsVectors: Bool
    ) {
        let inputs =
            shape.contextHidden + (shape.topics > 0 ? shape.topicWidth : 0) + noise
        guard inputs > 0 else { return }
        if shape.contextHidden > 0 {
            lstm(
                steps: contextSteps, inputs: embedding, hidden: shape.contextHidden,
                gradients, looksUp: !readsVectors)
        }
        if shape.topics > 0 {
            add(.backward, rows: batch, inputs: shape.topicWidth, outputs: shape.topics)
            if gradients == .all {
                add(.weightGradient, rows: batch, inputs: shape.topicWidth, outputs: shape.topics)
            }
        }
        linear(batch, inputs, shape.conditioning, gradients)
        linear(batch, shape.conditioning, 2 * shape.layers * hidden, gradients)
        for _ in 0..<shape.layers { linear(batch, shape.conditioning, 4 * hidden, gradients) }
        if shape.attention > 0 {
            for _ in 0..<2 {
                linear(contextSteps * batch, shape.contextHidden, shape.attention, gradients)
            }
        }
    }

    private mutating func read(
        steps: Int, hidden: Int, _ gradients: Gradients, readsVectors: Bool,
        stepwise: Bool = false
    ) {
        for layer in 0..<shape.layers {
            lstm(
                steps: steps, inputs: layer == 0 ? embedding : hidden + shape.attention,
                hidden: hidden, gradients, looksUp: layer == 0 && !readsVectors)
            guard layer == 0, shape.attention > 0 else { continue }
            linear(steps * batch, hidden, shape.attention, gradients, pieces: stepwise ? steps : 1)
            for _ in 0..<(stepwise ? steps : 1) {
                attention(steps: stepwise ? 1 : steps, gradients)
            }
        }
    }

    private mutating func logits(
        steps: Int, hidden: Int, _ gradients: Gradients, stepwise: Bool = false
    ) {
        let pieces = stepwise ? steps : 1
        linear(steps * batch, hidden, shape.symbols, gradients, pieces: pieces)
        if shape.attention > 0 {
            linear(steps * batch, shape.attention, shape.symbols, gradients, pieces: pieces)
        }
    }

    /// A layer over a sequence; the gradient of [xₜ ; hₜ₋₁] is one product a step in any case. A layer
    /// that looks symbols up multiplies each of them once.
    private mutating func lstm(
        steps: Int, inputs: Int, hidden: Int, _ gradients: Gradients, looksUp: Bool
    ) {
        let width = looksUp ? hidden : inputs + hidden
        if looksUp {
            linear(min(shape.symbols, steps * batch), inputs, 4 * hidden, gradients)
        }
        add(.forward, rows: batch, inputs: width, outputs: 4 * hidden, count: steps)
        guard gradients != .none else { return }
        add(.backward, rows: batch, inputs: width, outputs: 4 * hidden, count: steps)
        guard gradients == .all else { return }
        add(.weightGradient, rows: steps * batch, inputs: width, outputs: 4 * hidden)
    }

    /// A linear map of `rows` rows, in `pieces` equal ones.
    private mutating func linear(
        _ rows: Int, _ inputs: Int, _ outputs: Int, _ gradients: Gradients, pieces: Int = 1
    ) {
        add(.forward, rows: rows / pieces, inputs: inputs, outputs: outputs, count: pieces)
        guard gradients != .none else { return }
        add(.backward, rows: rows, inputs: inputs, outputs: outputs)
        guard gradients == .all else { return }
        add(.weightGradient, rows: rows, inputs: inputs, outputs: outputs)
    }

    /// Scores and readout of every passage; back through both, and into keys and values where these
    /// learn.
    private mutating func attention(steps: Int, _ gradients: Gradients) {
        let memory = contextSteps
        let width = shape.attention
        func each(
            _ rows: Int, _ inputs: Int, _ outputs: Int, _ transposed: TransposedOperand = .none
        ) {
            add(
                .perPassage(transposed), rows: rows, inputs: inputs, outputs: outputs, count: batch)
        }
        each(steps, width, memory, .right)
        each(steps, memory, width)
        guard gradients != .none else { return }
        each(steps, width, memory, .right)
        each(steps, memory, width)
        guard gradients == .all else { return }
        each(memory, steps, width, .left)
        each(memory, steps, width, .left)
    }

    private mutating func add(
        _ kind: MatrixProduct.Kind, rows: Int, inputs: Int, outputs: Int, count: Int = 1
    ) {
        list.append(
            MatrixProduct(kind, rows: rows, inputs: inputs, outputs: outputs, count: count))
    }
}
