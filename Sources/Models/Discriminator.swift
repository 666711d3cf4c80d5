import Networks
import Tensors

/// The heads of the discriminator, in the order of its logits.
public enum Head: Int, CaseIterable, Sendable {
    /// Real text, or sampled.
    case realism
    /// The topic fits, or is a wrong one.
    case topic
    /// The context fits, or is a wrong one.
    case context
}

/// The network that judges: given context and topic, for every character of a text three logits.
///
/// Its body is of the generator's kind, so that it can start from likelihood-trained weights. What the
/// heads see of a character is the body's state after reading it, layer-normalised, and three pieces of
/// evidence: the character's log-probability under the body's own prediction, and how well the state
/// agrees with the topic and with the context, each an inner product of projections (Miyato and
/// Koyama 2018, equation 5).
public final class Discriminator {
    /// Its parameters.
    public let parameters: Parameters
    /// Its shape.
    public let configuration: ModelConfiguration
    let body: ContextualLSTM
    let norm: LayerNorm
    let heads: Linear
    let evidence: Linear
    let topicMatch: Match?
    let contextMatch: Match

    /// Agreement of states with a condition: the inner product of a projection of each.
    struct Match {
        let state: Linear
        let condition: Linear
        static let width = 64

        init(_ parameters: Parameters, _ name: String, states: Int, conditions: Int) {
            state = Linear(
                parameters, "\(name).state", inputs: states, outputs: Match.width, hasBias: false)
            condition = Linear(
                parameters, "\(name).condition", inputs: conditions, outputs: Match.width,
                hasBias: false)
        }

        /// States [steps·B, hidden] and conditions [B, width] to [steps·B, 1].
        func callAsFunction(_ states: Variable, _ conditions: Variable, _ weights: Weights)
            -> Variable
        {
            weights.tape.rowProducts(state(states, weights), condition(conditions, weights))
        }
    }

    /// A discriminator with fresh weights drawn from `source`.
    public init(
        _ configuration: ModelConfiguration, precision: Precision, _ source: RandomSource
    ) {
        self.configuration = configuration
        parameters = Parameters(precision: precision)
        body = ContextualLSTM(
            parameters, configuration, hidden: configuration.discriminatorHidden, noise: 0)
        norm = LayerNorm(parameters, "norm", width: configuration.discriminatorHidden)
        heads = Linear(
            parameters, "heads", inputs: configuration.discriminatorHidden,
            outputs: Head.allCases.count)
        topicMatch =
            configuration.topics > 0
            ? Match(
                parameters, "match.topic", states: configuration.discriminatorHidden,
                conditions: configuration.topicWidth) : nil
        contextMatch = Match(
            parameters, "match.context", states: configuration.discriminatorHidden,
            conditions: configuration.contextHidden)
        evidence = Linear(
            parameters, "evidence", inputs: topicMatch == nil ? 2 : 3,
            outputs: Head.allCases.count, hasBias: false)
        parameters.initialize(source.child("discriminator"))
    }

    /// Takes over the weights of `generator`'s body; of a wider matrix (the generator's conditioning also
    /// reads noise) the leading columns. Where the two states have different widths, what reads or
    /// writes a state starts fresh: only embedding, encoder and conditioning are taken over.
    public func startFromLikelihood(of generator: Generator) {
        let known = Dictionary(
            uniqueKeysWithValues: generator.parameters.list.map { ($0.name, $0) })
        let isWhole = generator.configuration.hidden == configuration.discriminatorHidden
        let always = ["embedding", "encoder.", "conditioning."]
        for parameter in parameters.list {
            guard isWhole || always.contains(where: { parameter.name.hasPrefix($0) }),
                let source = known[parameter.name], source.rows == parameter.rows,
                source.columns >= parameter.columns
            else { continue }
            let from = generator.parameters.value(of: source)
            let to = parameters.value(of: parameter)
            for row in 0..<to.rows {
                to.rows(row..<row + 1).pointer.update(
                    from: from.pointer + row * from.columns, count: to.columns)
            }
        }
        parameters.pack()
    }

    /// Where among ``parameters``' values are those elements that the realism logit does not depend on
    /// (the other heads' rows), or on which its slope does not (the biases of the heads).
    public var elementsBesideRealism: [Range<Int>] {
        func otherRows(_ weight: Parameter) -> Range<Int> {
            let row = Head.realism.rawValue
            precondition(row == 0, "the other heads' rows lie together")
            return weight.offset + weight.columns..<weight.offset + weight.count
        }
        let biases = heads.bias.map { $0.offset..<$0.offset + $0.count }
        return [otherRows(heads.weight), otherRows(evidence.weight)] + (biases.map { [$0] } ?? [])
    }

    /// A text as the discriminator sees it.
    public enum Text {
        /// Symbols, [steps·B] time-major.
        case symbols([Int32])
        /// Relaxed symbols y [steps·B, symbols].
        case relaxed(Variable)
    }

    /// Contexts and topics that have been read, for several texts to be judged under them.
    public struct Condition {
        fileprivate let conditioned: ContextualLSTM.Conditioned
        fileprivate let before: UnsafeMutableBufferPointer<Int32>
        fileprivate let batch: Int
    }

    /// Reads the contexts and topics of `batch`. `keep` below 1: dropout on the input, drawn from
    /// `source`.
    public func condition(
        on batch: Batch, _ source: RandomSource, keep: Float = 1, _ weights: Weights
    ) -> Condition {
        Condition(
            conditioned: body.condition(
                on: batch, noise: nil, dropout: dropout(keep, source), weights),
            before: weights.tape.indices(batch.before), batch: batch.size)
    }

    /// The logits of every character, [steps·B, heads], for `text` in the contexts and topics of
    /// `batch`.
    public func logits(_ text: Text, in batch: Batch, _ source: RandomSource, _ weights: Weights)
        -> Variable
    {
        logits(text, under: condition(on: batch, source, weights), source, weights)
    }

    /// The logits of every character, [steps·B, heads], for `text` under `condition`.
    public func logits(
        _ text: Text, under condition: Condition, _ source: RandomSource, keep: Float = 1,
        _ weights: Weights
    ) -> Variable {
        let tape = weights.tape
        let conditioned = condition.conditioned
        let batch = condition.batch
        let before = body.embedding(condition.before, weights)
        let embedded: Variable
        var symbols: UnsafeMutableBufferPointer<Int32>?
        switch text {
        case .symbols(let values):
            let indices = tape.indices(values)
            symbols = indices
            embedded = body.embedding(indices, weights)
        case .relaxed(let y):
            embedded = body.embedding(relaxed: y, weights)
        }
        let reading = body.read(
            tape.stack([before, embedded]), under: conditioned, dropout: dropout(keep, source),
            weights)

        // The state after step t has read character t − 1; the prediction of a character comes from
        // the state before it.
        let rows = embedded.rows
        let predicted = ContextualLSTM.Reading(
            states: tape.rows(0..<rows, of: reading.states),
            readout: reading.readout.map { tape.rows(0..<rows, of: $0) }, attentionWeights: nil,
            carried: [])
        let logProbabilities = tape.logSoftmax(body.logits(predicted, weights))
        let characterLogProbability: Variable
        switch text {
        case .symbols:
            guard let symbols else { preconditionFailure("symbols are set above") }
            characterLogProbability = tape.pick(logProbabilities, symbols)
        case .relaxed(let y):
            characterLogProbability = tape.rowProducts(y, logProbabilities)
        }
        let after = norm(
            tape.rows(batch..<batch + rows, of: reading.states), weights)
        var signs = [characterLogProbability]
        if let topicMatch, let topic = conditioned.topic {
            signs.append(topicMatch(after, topic, weights))
        }
        signs.append(contextMatch(after, conditioned.summary, weights))
        return tape.linear(
            [
                (after, weights[heads.weight]),
                (tape.concatenate(signs), weights[evidence.weight]),
            ], bias: heads.bias.map { weights[$0] })
    }

    private func dropout(_ keep: Float, _ source: RandomSource) -> ContextualLSTM.Dropout? {
        keep < 1 ? ContextualLSTM.Dropout(keep: keep, source: source.child("dropout")) : nil
    }
}
