import LineEditing

/// One line on standard error that tells how far a work is, on a terminal only.
final class ShareLine {
    private let output = Output.error
    private let title: String
    private var shown = ""

    init(_ title: String) { self.title = title }

    /// Shows the share that is done.
    func show(_ share: Double) { show("\(Int(100 * min(1, max(0, share)))) %") }

    /// Shows what is being done.
    func show(_ words: String) {
        let line = "\(title): \(words)"
        guard output.isTerminal, line != shown else { return }
        shown = line
        output.raw("\r")
        output.write(line)
        output.raw(Escape.clearToEnd(on: output))
    }

    /// Takes the line away.
    func clear() {
        guard !shown.isEmpty else { return }
        output.raw("\r" + String(repeating: " ", count: shown.count) + "\r")
        shown = ""
    }
}

/// The escapes that progress lines use.
enum Escape {
    /// Clears the row behind the cursor, where the terminal understands it.
    static func clearToEnd(on output: Output) -> String {
        Terminal.isDumb() ? "     " : "\u{1B}[K"
    }
}
