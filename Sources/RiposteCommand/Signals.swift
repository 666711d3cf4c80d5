import ArgumentParser
import Dispatch
import Foundation

/// What signals do to the program.
enum Signals {
    /// Ctrl-C ends with 130; a closed pipe ends quietly; a file that may not grow is an error that
    /// `write` returns instead of a signal.
    static func prepare() {
        signal(SIGINT) { _ in _exit(130) }
        signal(SIGPIPE, SIG_DFL)
        signal(SIGXFSZ, SIG_IGN)
    }
}

extension ExitCode {
    /// The work was stopped from outside, and what was done is saved.
    static let interrupted = ExitCode(130)
}

/// Ctrl-C and SIGTERM as a wish that a long work asks for; the second one ends the program at once.
final class StopWish: @unchecked Sendable {
    private let lock = NSLock()
    private var count = 0
    private var sources: [any DispatchSourceSignal] = []

    /// From now on the two signals are wishes.
    init() {
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [weak self] in self?.add() }
            source.resume()
            sources.append(source)
        }
    }

    /// Whether somebody wants the work to stop.
    var isUttered: Bool { lock.withLock { count > 0 } }

    private func add() {
        let count = lock.withLock {
            self.count += 1
            return self.count
        }
        if count > 1 { _exit(130) }
    }
}
