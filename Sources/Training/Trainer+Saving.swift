import Checkpoints
import Models
import Networks

/// Writing checkpoints and going on from them.
extension Trainer {
    func save() throws {
        try shards.withMemoryReleased { try folder.save(checkpoint()) }
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
                + moments("discriminator", discriminator.parameters, discriminatorAdam)
                + boxTensors)
    }

    /// Where the box of the discriminator's weights lies, once there is one.
    private var boxTensors: Checkpoint.Tensors {
        guard let box = discriminatorAdam.box else { return [] }
        return discriminator.parameters.list.map { parameter in
            (
                Trainer.boxPrefix + parameter.name,
                discriminator.parameters.tensor(of: parameter, in: box.centre)
            )
        }
    }

    static let boxPrefix = "discriminator.centre."

    /// Begins a new run with the generator that another one came to after `updates` of its likelihood
    /// phase, and saves it.
    ///
    /// - Parameter withDuel: the likelihood phase, which the settings count in those updates, is over;
    ///   otherwise a likelihood phase of its own begins, with passages that the other run has not seen.
    /// - Precondition: nothing has been trained yet.
    public func begin(from start: Checkpoint, after updates: Int, withDuel: Bool) throws {
        precondition(state.step == 0, "a run that has begun")
        try generator.parameters.load(
            start.generator, into: generator.parameters.values,
            file: RunFolder.TensorFile.generator.rawValue)
        generator.parameters.pack()
        state.step = updates
        state.phaseStep = withDuel ? updates : 0
        state.dataPosition = updates * settings.likelihoodBatch
        // It is to be chosen where nothing better is found.
        var message = self.message(share: 0)
        try measure(&message)
        try save()
    }

    func restore(_ checkpoint: Checkpoint) throws {
        try loadWeights(of: checkpoint)
        try loadMoments(of: checkpoint)
        if state.phase != .likelihood {
            encloseDiscriminator()
            if let box = discriminatorAdam.box {
                try discriminator.parameters.load(
                    checkpoint.optimizer, prefix: Trainer.boxPrefix, into: box.centre,
                    file: file(.optimizer, of: checkpoint))
            }
        }
    }

    func loadWeights(of checkpoint: Checkpoint) throws {
        try generator.parameters.load(
            checkpoint.generator, into: generator.parameters.values,
            file: file(.generator, of: checkpoint))
        try discriminator.parameters.load(
            checkpoint.discriminator, into: discriminator.parameters.values,
            file: file(.discriminator, of: checkpoint))
        generator.parameters.pack()
        discriminator.parameters.pack()
    }

    func loadMoments(of checkpoint: Checkpoint) throws {
        let file = file(.optimizer, of: checkpoint)
        for (prefix, parameters, adam) in [
            ("generator", generator.parameters, generatorAdam),
            ("discriminator", discriminator.parameters, discriminatorAdam),
        ] {
            try parameters.load(
                checkpoint.optimizer, prefix: "\(prefix).first.", into: adam.firstMoments,
                file: file)
            try parameters.load(
                checkpoint.optimizer, prefix: "\(prefix).second.", into: adam.secondMoments,
                file: file)
        }
        generatorAdam.steps = checkpoint.state.generatorUpdates
        discriminatorAdam.steps = checkpoint.state.discriminatorUpdates
    }

    /// Where `checkpoint`, which is of this run, has its weights or moments.
    private func file(_ part: RunFolder.TensorFile, of checkpoint: Checkpoint) -> String {
        folder.path(part.rawValue, step: checkpoint.state.step)
    }
}
