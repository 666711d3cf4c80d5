import Foundation

extension String {
    /// The path with `~` at its beginning spelt out as a shell does: by `HOME` first, which Foundation
    /// passes over.
    public var expandingHome: String {
        guard self == "~" || hasPrefix("~/"),
            let home = ProcessInfo.processInfo.environment["HOME"],
            home.hasPrefix("/")
        else { return (self as NSString).expandingTildeInPath }
        return home + dropFirst()
    }
}
