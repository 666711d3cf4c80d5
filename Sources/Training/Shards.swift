import Checkpoints
import Foundation
import Models
import Networks
import Tensors

/// What the shards of a batch need: a gradient buffer of each network for every shard, and tapes that
/// the workers take turns with.
final class Shards {
    let count: Int
    let size: Int
    let generatorGradients: [UnsafeMutablePointer<Float>]
    let discriminatorGradients: [UnsafeMutablePointer<Float>]
    private let pool: WorkerPool
    private let tapes: [Tape]
    private let lock = NSLock()
    private var free: [Tape]
    private let generatorCount: Int
    private let discriminatorCount: Int

    init(
        batch: Int, size: Int, generator: Generator, discriminator: Discriminator, pool: WorkerPool
    ) {
        let size = min(size, batch)
        precondition(batch % size == 0, "a batch of \(batch) in shards of \(size)")
        self.size = size
        self.pool = pool
        let count = batch / size
        self.count = count
        generatorCount = generator.parameters.count
        discriminatorCount = discriminator.parameters.count
        generatorGradients = (0..<count).map { _ in .allocate(capacity: generator.parameters.count)
        }
        discriminatorGradients = (0..<count).map { _ in
            .allocate(capacity: discriminator.parameters.count)
        }
        let precision = generator.parameters.precision
        tapes = (0..<pool.count).map { _ in Tape(precision: precision) }
        free = tapes
    }

    /// The shards of `phase`'s batches.
    convenience init(
        for phase: TrainingState.Phase, of settings: TrainingSettings, generator: Generator,
        discriminator: Discriminator, pool: WorkerPool
    ) {
        let isLikelihood = phase == .likelihood
        self.init(
            batch: settings.batch(in: phase),
            size: isLikelihood ? settings.likelihoodShard : settings.shard, generator: generator,
            discriminator: discriminator, pool: pool)
    }

    deinit {
        generatorGradients.forEach { $0.deallocate() }
        discriminatorGradients.forEach { $0.deallocate() }
    }

    /// Runs `body` for every shard with an empty tape, on all workers; results in shard order.
    func run<Result>(_ body: (_ shard: Int, _ tape: Tape) throws -> Result) throws -> [Result] {
        let results = pool.map(count) { shard in
            let tape = lock.withLock { free.removeLast() }
            defer { lock.withLock { free.append(tape) } }
            tape.reset()
            return Swift.Result { try body(shard, tape) }
        }
        return try results.map { try $0.get() }
    }

    /// The generator's gradient buffer of a shard, set to zero.
    func clearedGeneratorGradients(_ shard: Int) -> UnsafeMutablePointer<Float> {
        generatorGradients[shard].update(repeating: 0, count: generatorCount)
        return generatorGradients[shard]
    }

    /// The discriminator's gradient buffer of a shard, set to zero.
    func clearedDiscriminatorGradients(_ shard: Int) -> UnsafeMutablePointer<Float> {
        discriminatorGradients[shard].update(repeating: 0, count: discriminatorCount)
        return discriminatorGradients[shard]
    }
}
