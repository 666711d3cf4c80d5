import Foundation

/// Tapes that were used before, for work that comes in pieces: a new one meets all its memory for the first
/// time, page by page, which may take as long as the work itself.
public final class SpareTapes: @unchecked Sendable {
    private let precision: Precision
    private let lock = NSLock()
    private var tapes: [Tape] = []

    /// None yet; those that are lent will be of `precision`.
    public init(precision: Precision) { self.precision = precision }

    /// An empty tape, to be given back.
    public func lend() -> Tape {
        lock.withLock { tapes.popLast() } ?? Tape(precision: precision)
    }

    /// Takes back a tape that was lent. What lies on it must not be used any more.
    public func takeBack(_ tape: Tape) {
        tape.reset()
        tape.isRecording = true
        lock.withLock { tapes.append(tape) }
    }

    /// Lends a tape that does not record, for the time of `body`.
    public func lend<Result>(_ body: (Tape) throws -> Result) rethrows -> Result {
        let tape = lend()
        defer { takeBack(tape) }
        tape.isRecording = false
        return try body(tape)
    }
}
