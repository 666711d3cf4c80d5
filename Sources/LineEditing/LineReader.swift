/// What reading a line came to.
public enum LineEvent: Hashable, Sendable {
    /// A line, without its newline.
    case line(String)
    /// Several lines that are one text, such as a pasted one: said as they are, whatever they begin with.
    case block(String)
    /// Ctrl-C: the line was abandoned.
    case interrupted
    /// Ctrl-D, or nothing more to read.
    case endOfInput
}

/// Where lines come from: a terminal or a pipe.
public protocol LineReader: AnyObject {
    /// Waits for the next line.
    ///
    /// - Parameter prompt: what a person sees before the line; not shown on a pipe.
    /// - Throws: ``LineReadingError``.
    func readLine(prompt: String) throws -> LineEvent
}
