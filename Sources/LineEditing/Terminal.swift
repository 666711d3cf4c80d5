import CLineEditor
import Foundation

/// Facts about the terminal that a program runs on.
public enum Terminal {
    /// Whether `descriptor` is a terminal.
    public static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// How many columns the terminal has: what it says itself, else `COLUMNS`, else 80.
    public static func width(
        _ descriptor: Int32,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> Int {
        let columns = Int(terminal_columns(descriptor))
        if columns > 0 { return columns }
        if let columns = environment["COLUMNS"].flatMap({ Int($0) }), columns > 0 { return columns }
        return 80
    }

    /// Whether colour may be written to `descriptor`: a terminal other than `TERM=dumb`, and no
    /// `NO_COLOR` that says something.
    public static func allowsColour(
        _ descriptor: Int32,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> Bool {
        guard isTerminal(descriptor) else { return false }
        if let no = environment["NO_COLOR"], !no.isEmpty { return false }
        return (environment["TERM"] ?? "dumb") != "dumb"
    }
}
