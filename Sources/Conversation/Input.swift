/// What a typed line is: something to say, or a command.
enum Input: Hashable {
    case nothing
    case say(String)
    case command(name: String, arguments: String)

    /// Reads a line: `/name arguments`; `//text` says `/text`; the rest is said as it is.
    init(_ line: String) {
        let text = line.trimmed
        if text.isEmpty {
            self = .nothing
        } else if text.hasPrefix("//") {
            self = .say(String(text.dropFirst()))
        } else if text.hasPrefix("/") {
            let name = text.dropFirst().prefix { !$0.isWhitespace }
            self = .command(
                name: name.lowercased(), arguments: text.dropFirst(1 + name.count).trimmed)
        } else {
            self = .say(line)
        }
    }
}
