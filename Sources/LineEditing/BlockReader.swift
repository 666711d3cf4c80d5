/// Joins lines between `"""` and `"""` into one.
///
/// A line that begins with three quotation marks opens a block; the line that ends with three
/// closes it. Ctrl-C in a block abandons all of it, and a block that the end of input leaves open
/// counts as closed.
public final class BlockReader: LineReader {
    /// What opens and closes a block.
    public static let mark = "\"\"\""

    private let lines: any LineReader

    /// Reads blocks of the lines that `lines` gives.
    public init(_ lines: any LineReader) { self.lines = lines }

    /// The next line or block; a block's lines are joined by newlines.
    public func readLine(prompt: String) throws -> LineEvent {
        let event = try lines.readLine(prompt: prompt)
        guard case .line(let first) = event, first.hasPrefix(BlockReader.mark) else { return event }
        var line = String(first.dropFirst(BlockReader.mark.count))
        var block: [String] = []
        while !line.hasSuffix(BlockReader.mark) {
            block.append(line)
            switch try lines.readLine(prompt: "... ") {
            case .line(let next): line = next
            case .interrupted: return .interrupted
            case .endOfInput: return .line(block.joined(separator: "\n"))
            }
        }
        block.append(String(line.dropLast(BlockReader.mark.count)))
        let text = block.drop { $0.isEmpty }.joined(separator: "\n")
        return .line(text)
    }
}
