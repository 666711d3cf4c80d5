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

    /// How many rows the terminal has: what it says itself, else `LINES`, else 24.
    public static func height(
        _ descriptor: Int32,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> Int {
        let rows = Int(terminal_rows(descriptor))
        if rows > 0 { return rows }
        if let rows = environment["LINES"].flatMap({ Int($0) }), rows > 0 { return rows }
        return 24
    }

    /// Whether the terminal understands no escapes, or does not say what it is.
    public static func isDumb(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> Bool {
        let name = environment["TERM"] ?? ""
        return name.isEmpty || name == "dumb"
    }

    /// The columns that `text`, one line without escapes, takes.
    public static func columns(of text: String) -> Int { Int(terminal_text_width(text)) }

    /// Writes all of `text` to `descriptor`, in one piece where the system takes it so.
    static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if count < 0, errno == EAGAIN {
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&waiting, 1, -1)
            } else if count == 0 || errno != EINTR {
                return
            }
        }
    }

    /// Whether colour may be written to `descriptor`: a terminal other than `TERM=dumb`, and no
    /// `NO_COLOR` that says something.
    public static func allowsColour(
        _ descriptor: Int32,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> Bool {
        guard isTerminal(descriptor) else { return false }
        if let no = environment["NO_COLOR"], !no.isEmpty { return false }
        return !isDumb(environment: environment)
    }
}
