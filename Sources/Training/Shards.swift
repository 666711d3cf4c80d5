import CKernels
import Checkpoints
import Foundation
import Models
import Networks
import Tensors

/// What the shards of a batch need: a gradient buffer for every shard, which both networks use in turn,
/// and tapes that the workers take turns with.
final class Shards {
    let count: Int
    let size: Int
    /// For each shard room for the gradients of either network.
    let gradients: [UnsafeMutablePointer<Float>]
    private let pool: WorkerPool
    private let tapes: [Tape]
    private let lock = NSLock()
    private var free: [Tape]

    init(
        batch: Int, size: Int, generator: Generator, discriminator: Discriminator, pool: WorkerPool
    ) {
        let size = min(size, batch)
        precondition(batch % size == 0, "a batch of \(batch) in shards of \(size)")
        self.size = size
        self.pool = pool
        let count = batch / size
        self.count = count
        let largest = max(generator.parameters.count, discriminator.parameters.count)
        gradients = (0..<count).map { _ in
            let room = UnsafeMutablePointer<Float>.allocate(capacity: largest)
            room.initialize(repeating: 0, count: largest)
            return room
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

    deinit { gradients.forEach { $0.deallocate() } }

    /// Gives the tapes' memory to the system while `body` needs some, and afterwards what that has freed.
    func withMemoryReleased<Result>(_ body: () throws -> Result) rethrows -> Result {
        tapes.forEach { $0.empty() }
        defer { riposte_return_free_memory() }
        return try body()
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
}
