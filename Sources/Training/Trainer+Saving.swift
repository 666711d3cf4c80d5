import Checkpoints
import Models
import Networks

/// Writing checkpoints and going on from them.
extension Trainer {
    func save() throws {
        shards.releaseMemory()
        try folder.save(checkpoint())
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

    private static let boxPrefix = "discriminator.centre."

    /// Brings the critic to where its constraint wants it, once, as the duel begins: a box around its
    /// weights, or logits divided by its mean slope. Of the slope a text has no natural size; begun at 1,
    /// the penalty need not spend the duel's first hundreds of updates on nothing else.
    func constrainDiscriminator() throws {
        encloseDiscriminator()
        let step = DuelStep(
            generator: generator, discriminator: discriminator, data: data, shards: shards,
            settings: settings)
        let slope = try step.meanSlope(position: state.dataPosition, random.child("slope"))
        if let slope, slope.isFinite, slope > 0 {
            discriminator.scaleRealism(by: Float(1 / slope))
        }
    }

    /// Puts a box around the discriminator's weights as they are now, where the objective asks for one.
    func encloseDiscriminator() {
        guard settings.objective.objective.constraint == .weightClipping else { return }
        discriminatorAdam.box = WeightBox(
            around: discriminator.parameters, radius: Float(settings.weightClip),
            free: discriminator.elementsBesideRealism)
    }

    /// Begins a new run with the generator that another one came to after `updates` of its likelihood
    /// phase, and saves it.
    ///
    /// - Parameter withDuel: the likelihood phase, which the settings count in those updates, is over;
    ///   otherwise a likelihood phase of its own begins, with passages that the other run has not seen.
    /// - Precondition: nothing has been trained yet.
    public func begin(from start: Checkpoint, after updates: Int, withDuel: Bool) throws {
        precondition(state.step == 0, "a run that has begun")
        try generator.parameters.load(
            start.generator, into: generator.parameters.values, file: "generator.safetensors")
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
                    file: "optimizer.safetensors")
            }
        }
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
