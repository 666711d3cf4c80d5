import Networks
import Tensors

/// A recurrent body that reads every text three times: under its condition, without the context, and
/// without the topic. The heads see each character's log-probability in all three, so that they can tell
/// what a condition says about the text,
///
///     log p(x | context, topic) − log p(x | topic),   log p(x | context, topic) − log p(x | context):
///
/// the pointwise mutual information of text and context, and of text and topic. A generator that is to
/// please such heads maximises it (Li et al. 2016, "A diversity-promoting objective function for neural
/// conversation models"). A text's likelihood alone says little about its fit, since texts differ much
/// more by how likely they are anyhow; and a body that was trained with contexts and topics left out
/// knows both likelihoods before the duel begins.
struct InformationBody: DiscriminatorBody {
    /// The sign that is log p(x | context, topic).
    let likelihoodSign = 0
    /// The sign that is log p(x | topic).
    let contextSign: Int? = 1
    /// The sign that is log p(x | context); nil without topics.
    let topicSign: Int?
    var signs: Int { readings }

    private let recurrent: RecurrentBody
    private let readings: Int

    init(_ parameters: Parameters, _ configuration: ModelConfiguration) {
        recurrent = RecurrentBody(parameters, configuration)
        readings = configuration.topics > 0 ? 3 : 2
        topicSign = configuration.topics > 0 ? 2 : nil
    }

    func condition(on batch: Batch, dropout: Dropout?, _ weights: Weights) -> any ConditionedBody {
        let tape = weights.tape
        let all = batch.withConditionsTakenAway()
        let conditioned = recurrent.body.condition(on: all, noise: nil, dropout: dropout, weights)
        /// The rows that belong to the passages as they are.
        func own(_ x: Variable) -> Variable { tape.rows(0..<batch.size, of: x) }
        return Conditioned(
            recurrent: recurrent, conditioned: conditioned, before: tape.indices(all.before),
            batch: batch.size, readings: readings,
            contextStarts: tape.indices(batch.contextStarts),
            summary: conditioned.summary.map(own), topic: conditioned.topic.map(own))
    }

    private struct Conditioned: ConditionedBody {
        let recurrent: RecurrentBody
        let conditioned: ContextualLSTM.Conditioned
        /// The symbol before each text [readings·B]: without the context it begins anew.
        let before: UnsafeMutableBufferPointer<Int32>
        let batch: Int
        let readings: Int
        let contextStarts: UnsafeMutableBufferPointer<Int32>
        let summary: Variable?
        let topic: Variable?
        var contextStates: Variable? { nil }
        var shared: [Variable] { [summary, topic].compactMap { $0 } + conditioned.shared }

        func read(
            _ text: Discriminator.Text, counts: [Float], dropout: Dropout?, _ weights: Weights
        ) -> BodyReading {
            let tape = weights.tape
            let body = recurrent.body
            let steps = counts.count / batch
            let reading = body.read(
                input(text, steps: steps, dropout: dropout, weights), under: conditioned,
                dropout: nil, weights)

            // The state after step t has read character t − 1, as in ``RecurrentBody``.
            let rows = steps * batch * readings
            let predicted = ContextualLSTM.Reading(
                states: tape.rows(0..<rows, of: reading.states),
                readout: reading.readout.map { tape.rows(0..<rows, of: $0) },
                attentionWeights: nil, carried: [])
            let logProbabilities = tape.logSoftmax(body.logits(predicted, weights))
            let picked: Variable
            switch text {
            case .symbols(let symbols):
                picked = tape.pick(
                    logProbabilities, tape.indices(order(steps).map { symbols[Int($0)] }))
            case .relaxed(let y):
                picked = tape.rowProducts(
                    tape.embedding(y, tape.indices(order(steps))), logProbabilities)
            }
            let after = tape.embedding(reading.states, tape.indices(places(0, steps, from: 1)))
            return BodyReading(
                states: recurrent.norm(after, weights),
                signs: (0..<readings).map {
                    tape.embedding(picked, tape.indices(places($0, steps)))
                }, rowsOfCharacters: nil)
        }

        /// The symbols before every reading, then the text, once for each reading.
        private func input(
            _ text: Discriminator.Text, steps: Int, dropout: Dropout?, _ weights: Weights
        ) -> LSTMInput {
            let tape = weights.tape
            let embedding = recurrent.body.embedding
            if dropout == nil, case .symbols(let symbols) = text {
                let repeated = order(steps).map { symbols[Int($0)] }
                return embedding.lookedUp(tape.indices(Array(before) + repeated), weights)
            }
            var embedded = text.placed(on: tape).embedded(by: embedding, weights)
            // One mask for all readings: their difference is what counts.
            if let dropout {
                embedded = tape.dropout(
                    embedded, keep: dropout.keep, dropout.source.child("input"))
            }
            return .vectors(
                tape.stack([embedding(before, weights), repeated(embedded, on: tape)]))
        }

        /// The rows of `x` [steps·B, columns], each step's passages once for every reading.
        private func repeated(_ x: Variable, on tape: Tape) -> Variable {
            tape.embedding(x, tape.indices(order(x.rows / batch)))
        }

        /// For each row [steps·readings·B] of all readings its row [steps·B] of the text.
        private func order(_ steps: Int) -> [Int32] {
            (0..<steps).flatMap { t in
                (0..<readings * batch).map { Int32(t * batch + $0 % batch) }
            }
        }

        /// The rows of one reading among those of all, from step `first` on.
        private func places(_ reading: Int, _ steps: Int, from first: Int = 0) -> [Int32] {
            (first..<first + steps).flatMap { t in
                (0..<batch).map { Int32((t * readings + reading) * batch + $0) }
            }
        }
    }
}
