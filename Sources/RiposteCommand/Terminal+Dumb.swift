import Foundation
import LineEditing

extension Terminal {
    /// Whether the terminal understands no escapes.
    static var isDumb: Bool {
        (ProcessInfo.processInfo.environment["TERM"] ?? "dumb") == "dumb"
    }
}
