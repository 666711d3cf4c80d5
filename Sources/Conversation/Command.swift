import Texts

/// A slash command: a small value in the table ``all``.
public struct Command: Sendable {
    /// What a command completes: the arguments up to the cursor, and what there is to choose from.
    struct Request {
        let conversation: Conversation
        /// Everything between the command's name and the cursor.
        let arguments: String
        let files: FileListing
    }

    /// A line that one might type, and what it does.
    public struct Example: Sendable {
        /// The line.
        public let line: String
        /// What it does, in a few words.
        public let meaning: String

        init(_ line: String, _ meaning: String) {
            self.line = line
            self.meaning = meaning
        }
    }

    /// What is typed after the slash.
    public let name: String
    /// Other names for it.
    public let aliases: [String]
    /// The arguments, as the help shows them.
    public let arguments: String
    /// What it does, in one line.
    public let summary: String
    /// What it does, at more length.
    public let details: String
    /// Lines that one might type.
    public let examples: [Example]
    /// Whether these arguments ask for a result (a reply, drafts, an opinion) rather than a change.
    let hasResult: @Sendable (_ arguments: String) -> Bool
    let completions: @Sendable (Request) -> Suggestions
    let action: @Sendable (inout Conversation, String, (String) -> Bool) throws -> Outcome

    init(
        _ name: String, aliases: [String] = [], arguments: String = "", summary: String,
        details: String, examples: [Example],
        hasResult: @escaping @Sendable (String) -> Bool = { _ in false },
        completions: @escaping @Sendable (Request) -> Suggestions = { _ in .none },
        action: @escaping @Sendable (inout Conversation, String, (String) -> Bool) throws -> Outcome
    ) {
        self.name = name
        self.aliases = aliases
        self.arguments = arguments
        self.summary = summary
        self.details = details
        self.examples = examples
        self.hasResult = hasResult
        self.completions = completions
        self.action = action
    }

    /// How it is typed: `/topic [NAMES|none]`.
    public var usage: String { arguments.isEmpty ? "/\(name)" : "/\(name) \(arguments)" }

    /// The commands as `/help` lists them, by what they are for.
    static let groups: [(purpose: String, commands: [Command])] = [
        ("the reply", [.retry, .undo, .proceed, .candidates, .pick]),
        ("what comes next", [.topic, .topics, .set, .reset, .keep, .code, .context, .clear]),
        ("a closer look", [.show, .judge, .why, .model]),
        ("files", [.save, .load, .export]),
        ("the rest", [.help, .quit]),
    ]

    /// Every command, in the order in which `/help` lists them.
    public static let all: [Command] = groups.flatMap(\.commands)

    /// The command called `name`, with or without its slash.
    ///
    /// - Throws: ``ConversationError/unknownCommand(_:nearest:)``.
    public static func named(_ name: String) throws -> Command {
        let name = name.lowercased()
        let plain = name.hasPrefix("/") ? String(name.dropFirst()) : name
        if let command = all.first(where: { $0.name == plain || $0.aliases.contains(plain) }) {
            return command
        }
        let nearest = Spelling.nearest(to: plain, in: all.map(\.name))
        throw ConversationError.unknownCommand(plain, nearest: nearest)
    }
}
