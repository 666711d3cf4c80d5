import Foundation

/// Hands characters from the thread that writes a reply to the task that reads it, one at a time: each
/// is written only when it is asked for.
final class ReplyFeed: @unchecked Sendable {
    private enum State {
        /// Nothing is asked for.
        case idle
        /// The reader waits for the next character.
        case asked(CheckedContinuation<Character?, any Error>)
        /// The reader has gone, or was cancelled.
        case left
        /// There will be nothing more.
        case finished((any Error)?)
    }

    private let condition = NSCondition()
    private var state = State.idle

    /// Whether the reader has gone.
    var isLeft: Bool {
        condition.withLock { if case .left = state { true } else { false } }
    }

    // MARK: The reader

    /// Asks for the next character and waits for it.
    func next() async throws -> Character? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer: Result<Character?, any Error>? = condition.withLock {
                    switch state {
                    case .idle, .asked:
                        // A task that was cancelled before it came here has left already.
                        state = .asked(continuation)
                        condition.broadcast()
                        return nil
                    case .left: return .failure(CancellationError())
                    case .finished(let error?):
                        state = .finished(nil)
                        return .failure(error)
                    case .finished(nil): return .success(nil)
                    }
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            leave()
        }
    }

    /// Goes: the writer is told to stop.
    func leave() {
        let waiting: CheckedContinuation<Character?, any Error>? = condition.withLock {
            defer { condition.broadcast() }
            switch state {
            case .finished: return nil
            case .asked(let continuation):
                state = .left
                return continuation
            case .idle, .left:
                state = .left
                return nil
            }
        }
        waiting?.resume(throwing: CancellationError())
    }

    // MARK: The writer, on a thread of its own

    /// Waits until a character is asked for, and gives it; false when the reader has gone.
    func give(_ character: Character) -> Bool {
        let waiting: CheckedContinuation<Character?, any Error>? = condition.withLock {
            while true {
                switch state {
                case .idle: condition.wait()
                case .asked(let continuation):
                    state = .idle
                    return continuation
                case .left, .finished: return nil
                }
            }
        }
        waiting?.resume(returning: character)
        return waiting != nil
    }

    /// Ends the reply, well or with an error.
    func finish(_ error: (any Error)?) {
        let waiting: CheckedContinuation<Character?, any Error>? = condition.withLock {
            switch state {
            case .asked(let continuation):
                state = .finished(nil)
                return continuation
            case .idle:
                state = .finished(error)
                return nil
            case .left, .finished: return nil
            }
        }
        if let error {
            waiting?.resume(throwing: error)
        } else {
            waiting?.resume(returning: nil)
        }
    }
}
