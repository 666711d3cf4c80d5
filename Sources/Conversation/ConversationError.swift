import Foundation

/// What a person asked of a conversation that cannot be done.
public enum ConversationError: Error, Equatable {
    /// The last turn is no reply.
    case nothingToRetry
    /// Nothing was said yet.
    case nothingToUndo
    /// The model has said nothing yet.
    case nothingToJudge
    /// There is no such command.
    case unknownCommand(String, nearest: String?)
    /// The command needs other arguments.
    case usage(String)
    /// The file cannot be read or written.
    case file(String, reason: String)
    /// The file is no transcript, or one of another program's.
    case notATranscript(String, reason: String)
    /// The transcript's topic is not one of this model's.
    case foreignTopic(String, known: [String])
}

extension ConversationError: LocalizedError, CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .nothingToRetry: "there is no reply to write anew; say something first"
        case .nothingToUndo: "there is nothing to take back"
        case .nothingToJudge: "there is no reply to judge; say something first"
        case .unknownCommand(let name, let nearest?):
            "no command /\(name); did you mean /\(nearest)? (// sends a text that begins with /)"
        case .unknownCommand(let name, nil):
            "no command /\(name); /help lists them (// sends a text that begins with /)"
        case .usage(let usage): "that is used as \(usage)"
        case .file(let file, let reason): "\(file): \(reason)"
        case .notATranscript(let file, let reason): "\(file) is not a transcript: \(reason)"
        case .foreignTopic(let name, let known):
            "the transcript's topic \"\(name)\" is not one of this model's"
                + (known.isEmpty ? ": it has none" : " (\(known.joined(separator: ", ")))")
        }
    }

    /// The same words, for Foundation.
    public var errorDescription: String? { description }
}
