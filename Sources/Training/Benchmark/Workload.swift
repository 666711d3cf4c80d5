import Checkpoints
import Models
import Networks
import Tensors
import Texts

/// What a row of the benchmark repeats: the very steps that training and sampling make, and the matrix
/// products they contain.
struct Workload {
    /// Characters of continuations that one repetition gets through.
    let characters: Int
    /// The products of one piece, and how many pieces a repetition has.
    let products: [MatrixProduct]
    let pieces: Int
    /// Whether the products are in int8.
    var isInt8 = false
    /// One repetition; what it notes in `parts` is a part of it.
    let run: (_ index: Int, _ parts: inout Parts) throws -> Void
    /// Multiplications and additions of all products of a repetition.
    var operations: Double { products.reduce(0) { $0 + $1.operations } * Double(pieces) }
    /// Something inside a repetition, done once more alone to learn how long it takes.
    var aside: ((_ index: Int) throws -> Void)?

    /// The parts of an exchange of the duel.
    struct Parts {
        var judging = Timing()
        var generator = Timing()
    }

    /// Everything that workloads are made from.
    struct Setting {
        let configuration: ModelConfiguration
        var settings: TrainingSettings
        let data: any BatchSource
        let contextSteps: Int
        let pool: WorkerPool
        /// What is multiplied when text is written.
        var writing = WritingPrecision.own
    }

    private static let random = RandomSource(seed: 1)

    /// One likelihood update.
    static func likelihood(_ setting: Setting) -> Workload {
        let (configuration, settings) = (setting.configuration, setting.settings)
        let (networks, shards) = networks(setting)
        let adam = Adam(networks.generator.parameters)
        let step = LikelihoodStep(
            generator: networks.generator, data: setting.data, shards: shards)
        let steps = configuration.shape.continuationCharacters
        var products = NetworkProducts(
            configuration, batch: shards.size, contextSteps: setting.contextSteps,
            precision: settings.precision)
        products.generator(steps: steps, .all, keep: settings.keep)
        return Workload(
            characters: settings.batch * steps, products: products.list, pieces: shards.count
        ) { index, _ in
            _ = try step.gradients(
                position: index * settings.batch, random.child("step", index), keep: settings.keep)
            _ = adam.update(
                gradients: shards.gradients, rate: 1e-4, clip: 1, pool: setting.pool)
        }
    }

    /// One exchange of the duel: an update of each network.
    static func duel(_ setting: Setting) -> Workload {
        let (configuration, settings, pool) = (
            setting.configuration, setting.settings, setting.pool
        )
        let (networks, shards) = networks(setting)
        let (generator, discriminator) = networks
        let generatorAdam = Adam(generator.parameters)
        let discriminatorAdam = Adam(discriminator.parameters)
        let step = DuelStep(
            generator: generator, discriminator: discriminator, data: setting.data, shards: shards,
            settings: settings)
        let steps = configuration.shape.continuationCharacters
        var products = NetworkProducts(
            configuration, batch: shards.size, contextSteps: setting.contextSteps,
            precision: settings.precision)
        products.generator(steps: steps, .none, stepwise: true)
        products.discriminator(
            texts: settings.isAboutRealismAlone ? 2 : 3, steps: steps, .all,
            keep: settings.discriminatorKeep)
        if settings.likelihoodWeight > 0 {
            products.generator(steps: steps, .all, keep: settings.keep)
        }
        products.generator(steps: steps, .all)
        products.discriminator(
            texts: 1, steps: steps, .inputs, keep: settings.discriminatorKeep, isRelaxed: true)
        return Workload(
            characters: settings.batch * steps, products: products.list, pieces: shards.count
        ) { index, parts in
            var exchanges: [DuelStep.Exchange] = []
            try parts.judging.time {
                exchanges = try step.discriminatorGradients(
                    position: index * settings.batch, balance: Balance(),
                    random.child("duel", index))
                _ = discriminatorAdam.update(
                    gradients: shards.gradients, rate: 1e-4, clip: 1, pool: pool)
            }
            try parts.generator.time {
                _ = try step.generatorGradients(
                    exchanges, balance: Balance(), temperature: 1)
                _ = generatorAdam.update(
                    gradients: shards.gradients, rate: 1e-4, clip: 1, pool: pool)
            }
        } aside: { index in
            let source = random.child("duel", index)
            let first = index * settings.batch
            let parts = try setting.data.shards(
                of: shards.size, first..<first + settings.batch, source)
            _ = try shards.run { shard, tape in
                let batch = parts[shard].batch
                _ = generator.freeRun(
                    batch, steps: batch.steps, source.child("shard", shard), on: tape)
            }
        }
    }

    /// `streams` continuations, shared out among the workers and written side by side.
    ///
    /// Not ``Generator/write(_:sampling:length:_:_:)``, which stops at end marks: an untrained model
    /// sets them anywhere.
    static func sampling(_ setting: Setting, streams: Int) throws -> Workload {
        let configuration = setting.configuration
        let generator = Generator(
            configuration, precision: setting.settings.precision, random)
        generator.writing = setting.writing
        let (pieces, width) = share(of: streams, among: setting.pool)
        let batches = try setting.data.shards(of: width, 0..<pieces * width, random).map(\.batch)
        let length = configuration.shape.continuationCharacters
        let isInt8 = setting.writing.isInt8(rows: width)
        var products = NetworkProducts(
            configuration, batch: width, contextSteps: setting.contextSteps,
            precision: setting.settings.precision, isInt8: isInt8)
        products.generator(steps: length, .none, stepwise: true)
        return Workload(
            characters: pieces * width * length, products: products.list, pieces: pieces,
            isInt8: isInt8
        ) { index, _ in
            setting.pool.run(pieces) { piece in
                let batch = batches[piece]
                let stepper = Stepper(generator, batch, random)
                let draws = (0..<batch.size).map { random.child("draw", index, piece, $0) }
                var last = batch.before
                for step in 0..<length {
                    let logits = stepper.step(last)
                    for b in 0..<batch.size {
                        last[b] = Sampling().draw(logits, row: b, draws[b], noise: step)
                    }
                }
            }
        }
    }

    /// How many workers write, and how many of `streams` each, rounded up.
    static func share(of streams: Int, among pool: WorkerPool) -> (pieces: Int, width: Int) {
        let pieces = min(streams, pool.count)
        return (pieces, (streams + pieces - 1) / pieces)
    }

    private static func networks(_ setting: Setting) -> (
        (generator: Generator, discriminator: Discriminator), Shards
    ) {
        let precision = setting.settings.precision
        let generator = Generator(setting.configuration, precision: precision, random)
        let discriminator = Discriminator(setting.configuration, precision: precision, random)
        let shards = Shards(
            batch: setting.settings.batch, size: setting.settings.shard, generator: generator,
            discriminator: discriminator, pool: setting.pool)
        return ((generator, discriminator), shards)
    }
}
