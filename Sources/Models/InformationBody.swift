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
            let own = text.placed(on: tape)
            let all = own.taking(order(steps), on: tape)
            let input: LSTMInput
            if let dropout {
                // One mask for all readings: their difference is what counts.
                let embedded = tape.dropout(
                    own.embedded(by: body.embedding, weights), keep: dropout.keep,
                    dropout.source.child("input"))
                input = .vectors(
                    tape.stack([
                        body.embedding(before, weights),
                        tape.embedding(embedded, tape.indices(order(steps))),
                    ]))
            } else {
                input = all.preceded(by: before, body.embedding, weights)
            }
            let reading = body.read(input, under: conditioned, dropout: nil, weights)

            // The state after step t has read character t − 1, as in ``RecurrentBody``.
            let rows = steps * batch * readings
            let predicted = ContextualLSTM.Reading(
                states: tape.rows(0..<rows, of: reading.states),
                readout: reading.readout.map { tape.rows(0..<rows, of: $0) },
                attentionWeights: nil, carried: [])
            let logProbabilities = tape.logSoftmax(body.logits(predicted, weights))
            let picked = all.picked(from: logProbabilities, weights)
            let after = tape.embedding(reading.states, tape.indices(places(0, steps, from: 1)))
            return BodyReading(
                states: recurrent.norm(after, weights),
                signs: (0..<readings).map {
                    tape.embedding(picked, tape.indices(places($0, steps)))
                }, rowsOfCharacters: nil)
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
