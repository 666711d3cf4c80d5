import Networks
import Tensors

/// Joins what a text depends on into one vector: u = W·[s ; θ·E_topic ; z ; q].
struct Conditioning {
    let topicEmbedding: Parameter?
    let join: Linear
    let noise: Int

    /// `noise` is the width of z and the code q together; 0 for a network that takes none.
    init(
        _ parameters: Parameters, _ name: String, _ configuration: ModelConfiguration, noise: Int
    ) {
        self.noise = noise
        topicEmbedding =
            configuration.topics > 0
            ? parameters.add(
                "\(name).topics", rows: configuration.topics, columns: configuration.topicWidth,
                .uniform(0.5), isProductOperand: true) : nil
        join = Linear(
            parameters, "\(name).join", inputs: configuration.conditionInputs(noise: noise),
            outputs: configuration.conditioning)
    }

    /// θ·E_topic [B, topicWidth]; nil without topics.
    func topicVector(_ topics: [Float], batch: Int, _ weights: Weights) -> Variable? {
        guard let topicEmbedding else { return nil }
        let theta = weights.tape.constant(topics, rows: batch, columns: topics.count / batch)
        return weights.tape.rowMixture(theta, of: weights[topicEmbedding])
    }

    /// u [B, conditioning] from s [B, contextHidden], θ·E_topic [B, topicWidth] and z [B, noise], of
    /// those that there are.
    func callAsFunction(
        summary: Variable?, topic: Variable?, noise z: Variable?, _ weights: Weights
    ) -> Variable {
        var parts = summary.map { [$0] } ?? []
        if let topic { parts.append(topic) }
        if noise > 0 {
            guard let z else { preconditionFailure("this network takes noise") }
            parts.append(z)
        }
        return join(weights.tape.concatenate(parts), weights)
    }
}
