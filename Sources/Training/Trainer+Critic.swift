import Models
import Networks

/// What an objective asks of the discriminator's weights.
extension Trainer {
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
}
