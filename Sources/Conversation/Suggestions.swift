import Texts

/// What Tab may put in place of the word before the cursor.
public struct Suggestions: Hashable, Sendable {
    /// How many Unicode scalars before the cursor are the word.
    public var wordLength: Int
    /// Whole words that may replace it.
    public var candidates: [String]
    /// What follows a candidate that is the only one: a space, or nothing after a folder.
    public var suffix: String

    /// Suggestions for the `wordLength` scalars before the cursor.
    public init(wordLength: Int, candidates: [String], suffix: String = " ") {
        self.wordLength = wordLength
        self.candidates = candidates
        self.suffix = suffix
    }

    /// Nothing to suggest.
    public static let none = Suggestions(wordLength: 0, candidates: [])

    /// Those of `words` that begin, whatever their case, with the last word of `text`.
    ///
    /// - Parameter position: suggests only as this word of `text` (from 0); `nil` for any.
    static func words(_ text: String, in words: [String], position: Int? = nil) -> Suggestions {
        let fields = text.split(omittingEmptySubsequences: false, whereSeparator: \.isWhitespace)
        let number = fields.dropLast().filter { !$0.isEmpty }.count
        guard position == nil || position == number, let last = fields.last else { return .none }
        return Suggestions(
            wordLength: last.unicodeScalars.count,
            candidates: words.filter { Spelling.begins($0, with: last) })
    }

    /// The checkpoints and the folders on the way to them whose path begins with `path`.
    static func checkpoints(_ path: String, in listing: FileListing) -> Suggestions {
        func holdsModel(_ folder: String) -> Bool {
            listing(folder).contains { $0 == "state.json" || $0.hasPrefix("step-") }
        }
        let folders = files(path, in: listing).candidates.filter { $0.hasSuffix("/") }
        let candidates = folders.map { holdsModel($0) ? String($0.dropLast()) : $0 }
        let isFolder = candidates.count == 1 && candidates[0].hasSuffix("/")
        return Suggestions(
            wordLength: path.unicodeScalars.count, candidates: candidates,
            suffix: isFolder ? "" : " ")
    }

    /// The files and folders whose path begins with `path`.
    static func files(_ path: String, in listing: FileListing) -> Suggestions {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        let beginning = path.dropFirst(folder.count)
        let names = listing(folder).filter {
            // Hidden files are offered to those who type the dot.
            $0.hasPrefix(beginning) && (beginning.hasPrefix(".") || !$0.hasPrefix("."))
        }
        let candidates = names.sorted().map { folder + $0 }
        let isFolder = candidates.count == 1 && candidates[0].hasSuffix("/")
        return Suggestions(
            wordLength: path.unicodeScalars.count, candidates: candidates,
            suffix: isFolder ? "" : " ")
    }
}

/// The names in a folder, folders with a slash at their end. The folder is as it was typed: empty
/// for the current one, else with a slash at its end, perhaps with `~/` at its beginning.
public typealias FileListing = @Sendable (_ folder: String) -> [String]

extension Conversation {
    /// What Tab offers at `cursor` (counted in Unicode scalars) of `line`: commands, and what each
    /// command takes. What is said to the model is not completed.
    public func suggestions(
        for line: String, cursor: Int, files: @escaping FileListing
    ) -> Suggestions {
        let typed = String(line.unicodeScalars.prefix(cursor))
        guard typed.hasPrefix("/"), !typed.hasPrefix("//") else { return .none }
        let name = typed.prefix { !$0.isWhitespace }
        if name.count == typed.count {
            return .words(typed, in: Command.all.map { "/\($0.name)" })
        }
        guard let command = try? Command.named(String(name)) else { return .none }
        let rest = typed.dropFirst(name.count).drop { $0.isWhitespace }
        return command.completions(
            Command.Request(conversation: self, arguments: String(rest), files: files))
    }
}
