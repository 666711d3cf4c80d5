/// Joins lines between `"""` and `"""` into one text.
///
/// A line that begins with three quotation marks opens a block; the line that ends with three closes it.
/// Ctrl-C in a block abandons all of it, and a block that the end of input leaves open counts as closed.
/// What was pasted in several lines is a block already; inside of one its lines are lines like others.
public final class BlockReader: LineReader {
    /// What opens and closes a block.
    public static let mark = "\"\"\""

    private let lines: any LineReader

    /// Reads blocks of the lines that `lines` gives.
    public init(_ lines: any LineReader) { self.lines = lines }

    /// The next line or block; a block's lines are joined by newlines.
    public func readLine(prompt: String) throws -> LineEvent {
        let event = try lines.readLine(prompt: prompt)
        guard let first = event.lines, first[0].hasPrefix(BlockReader.mark) else { return event }
        var block: [Substring] = []
        var pending = [first[0].dropFirst(BlockReader.mark.count)] + first.dropFirst()
        while true {
            for (index, line) in pending.enumerated() {
                if line.hasSuffix(BlockReader.mark) {
                    block.append(line.dropLast(BlockReader.mark.count))
                    // What was pasted behind the mark is text too.
                    block += pending[(index + 1)...]
                    return .block(block.drop { $0.isEmpty }.joined(separator: "\n"))
                }
                block.append(line)
            }
            switch try lines.readLine(prompt: "... ") {
            case .interrupted: return .interrupted
            case .endOfInput: return .block(block.joined(separator: "\n"))
            case let more: pending = more.lines ?? []
            }
        }
    }
}

extension LineEvent {
    /// The lines that were read; nil when none was.
    fileprivate var lines: [Substring]? {
        switch self {
        case .line(let line): [Substring(line)]
        case .block(let text): text.split(separator: "\n", omittingEmptySubsequences: false)
        case .interrupted, .endOfInput: nil
        }
    }
}
