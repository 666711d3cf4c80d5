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
    /// A line that one might type.
    public let example: String
    let completions: @Sendable (Request) -> Suggestions
    let action: @Sendable (inout Conversation, String, (String) -> Bool) throws -> Outcome

    init(
        _ name: String, aliases: [String] = [], arguments: String = "", summary: String,
        details: String, example: String,
        completions: @escaping @Sendable (Request) -> Suggestions = { _ in .none },
        action: @escaping @Sendable (inout Conversation, String, (String) -> Bool) throws -> Outcome
    ) {
        self.name = name
        self.aliases = aliases
        self.arguments = arguments
        self.summary = summary
        self.details = details
        self.example = example
        self.completions = completions
        self.action = action
    }

    /// How it is typed: `/topic [NAMES|none]`.
    public var usage: String { arguments.isEmpty ? "/\(name)" : "/\(name) \(arguments)" }

    /// Every command, in the order in which `/help` lists them.
    public static let all: [Command] = [
        .help, .topic, .topics, .code, .context, .set, .show, .retry, .undo, .proceed, .judge,
        .save,
        .load, .clear, .quit,
    ]

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
