import Checkpoints
import Models
import Networks

/// Writing checkpoints and going on from them.
extension Trainer {
    func save() throws {
        try folder.save(checkpoint())
        savedStep = state.step
        folder.keep(Set([state.step, state.bestStep, state.goodStep].compactMap { $0 }))
    }

    /// The run as it stands.
    public func checkpoint() -> Checkpoint {
        func moments(_ prefix: String, _ parameters: Parameters, _ adam: Adam) -> Checkpoint.Tensors
        {
            parameters.list.flatMap { parameter in
                [
                    (
                        "\(prefix).first.\(parameter.name)",
                        parameters.tensor(of: parameter, in: adam.firstMoments)
                    ),
                    (
                        "\(prefix).second.\(parameter.name)",
                        parameters.tensor(of: parameter, in: adam.secondMoments)
                    ),
                ]
            }
        }
        return Checkpoint(
            configuration: configuration, alphabet: corpus.alphabet, topics: corpus.topicNames,
            topicModel: topicModel, state: state, generator: generator.parameters.tensors,
            discriminator: discriminator.parameters.tensors,
            optimizer: moments("generator", generator.parameters, generatorAdam)
                + moments("discriminator", discriminator.parameters, discriminatorAdam))
    }

    func restore(_ checkpoint: Checkpoint) throws {
        try loadWeights(of: checkpoint)
        try loadMoments(of: checkpoint)
        generatorAdam.settings.beta1 = state.phase == .likelihood ? 0.9 : 0.5
    }

    func loadWeights(of checkpoint: Checkpoint) throws {
        try generator.parameters.load(
            checkpoint.generator, into: generator.parameters.values, file: "generator.safetensors")
        try discriminator.parameters.load(
            checkpoint.discriminator, into: discriminator.parameters.values,
            file: "discriminator.safetensors")
        generator.parameters.pack()
        discriminator.parameters.pack()
    }

    func loadMoments(of checkpoint: Checkpoint) throws {
        for (prefix, parameters, adam) in [
            ("generator", generator.parameters, generatorAdam),
            ("discriminator", discriminator.parameters, discriminatorAdam),
        ] {
            try parameters.load(
                checkpoint.optimizer, prefix: "\(prefix).first.", into: adam.firstMoments,
                file: "optimizer.safetensors")
            try parameters.load(
                checkpoint.optimizer, prefix: "\(prefix).second.", into: adam.secondMoments,
                file: "optimizer.safetensors")
        }
        generatorAdam.steps = checkpoint.state.generatorUpdates
        discriminatorAdam.steps = checkpoint.state.discriminatorUpdates
    }
}
