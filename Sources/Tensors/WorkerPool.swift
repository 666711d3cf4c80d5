import Foundation

/// Threads that share the pieces of one job, and wait for the next job in between.
///
/// Which worker runs a piece is left to chance, so a piece must not depend on it: what is added up
/// over pieces is added afterwards, in the order of the pieces. That is what makes the same seed give
/// the same bits with any number of workers.
public final class WorkerPool: @unchecked Sendable {
    /// Number of workers; the calling thread is one of them.
    public let count: Int

    private let condition = NSCondition()
    private var body: ((Int) -> Void)?
    private var pieces = 0
    private var nextPiece = 0
    private var finishedPieces = 0
    private var generation = 0
    private var isClosed = false

    /// A pool of `count` workers; all of the machine's cores when nil.
    public init(count: Int? = nil) {
        self.count = max(1, count ?? ProcessInfo.processInfo.activeProcessorCount)
        for _ in 1..<max(1, self.count) {
            let thread = Thread { [weak self] in WorkerPool.serve { self } }
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    /// Lets the threads end once the pool is not used any more.
    public func close() {
        condition.lock()
        isClosed = true
        condition.broadcast()
        condition.unlock()
    }

    /// Runs `body(0)` … `body(pieces − 1)`, each once, on all workers; returns when all are done. One job
    /// at a time, and none from inside a piece.
    public func run(_ pieces: Int, _ body: (Int) -> Void) {
        if count == 1 || pieces <= 1 {
            for piece in 0..<pieces { body(piece) }
            return
        }
        withoutActuallyEscaping(body) { body in
            condition.lock()
            precondition(self.body == nil, "one job at a time")
            self.body = body
            self.pieces = pieces
            nextPiece = 0
            finishedPieces = 0
            generation += 1
            condition.broadcast()
            takePieces()
            while finishedPieces < pieces { condition.wait() }
            self.body = nil
            condition.unlock()
        }
    }

    /// The results of `body(0)` … `body(pieces − 1)`, each run once, on all workers; in their order.
    public func map<Result>(_ pieces: Int, _ body: (Int) -> Result) -> [Result] {
        [Result](unsafeUninitializedCapacity: pieces) { slots, count in
            // Each piece writes a slot of its own, and all have been written when `run` returns.
            nonisolated(unsafe) let slots = slots
            run(pieces) { piece in slots.initializeElement(at: piece, to: body(piece)) }
            count = pieces
        }
    }

    /// Takes pieces until none is left. The lock is held on entry and on return.
    private func takePieces() {
        while nextPiece < pieces, let body {
            let piece = nextPiece
            nextPiece += 1
            condition.unlock()
            body(piece)
            condition.lock()
            finishedPieces += 1
            if finishedPieces == pieces { condition.broadcast() }
        }
    }

    private static func serve(_ owner: () -> WorkerPool?) {
        guard let pool = owner() else { return }
        var seen = 0
        pool.condition.lock()
        while !pool.isClosed {
            if pool.generation != seen {
                seen = pool.generation
                pool.takePieces()
            } else {
                pool.condition.wait()
            }
        }
        pool.condition.unlock()
    }
}
