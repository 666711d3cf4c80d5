import Foundation

/// What a person asked of a conversation that cannot be done.
public enum ConversationError: Error, Equatable {
    /// The last turn is no reply.
    case nothingToRetry
    /// Nothing was said yet.
    case nothingToUndo
    /// The model has said nothing yet.
    case nothingToJudge
    /// The model has said nothing yet that could be explained.
    case nothingToExplain
    /// Another reply of the same conversation is being written.
    case alreadyReplying
    /// There is no way to another model.
    case noOtherModel
    /// No drafts are on offer.
    case nothingToPick
    /// The choice is not on offer; these are.
    case noSuchChoice(String, among: [Int])
    /// The writing was stopped before there was anything.
    case nothingWritten
    /// The file of the kept settings is not what it should be.
    case damagedSettings(String, reason: String)
    /// This conversation has no file to keep settings in.
    case nowhereToKeep
    /// The setting belongs to one model alone.
    case cannotBeKept(String)
    /// There is no such command.
    case unknownCommand(String, nearest: String?)
    /// The command needs other arguments.
    case usage(String)
    /// The file cannot be read or written.
    case file(String, reason: String)
    /// The file is no transcript, or one of another program's.
    case notATranscript(String, reason: String)
    /// The transcript was saved with another model than the one that is to replay it.
    case otherModel(String, saved: ModelIdentity, own: ModelIdentity)
    /// The transcript does not tell what this turn (from 1) was drawn from.
    case notReplayable(String, turn: Int)
    /// A turn (from 1) does not come out as it stands in the transcript.
    case differs(String, turn: Int, expected: String, written: String, note: String?)
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
        case .nothingToExplain: "there is no reply to explain; say something first"
        case .alreadyReplying: "another reply is being written; read it to its end, or leave it"
        case .noOtherModel: "no other model can be loaded here"
        case .nothingToPick: "there is nothing to pick from; /candidates draws some"
        case .noSuchChoice(let choice, let numbers):
            "there is no \(choice) to pick; "
                + (numbers.count > 9
                    ? "the choices go from \(numbers[0]) to \(numbers[numbers.count - 1])"
                    : "the choices are \(numbers.map(String.init).joined(separator: ", "))")
        case .nothingWritten: "nothing was written"
        case .damagedSettings(let file, let reason):
            "\(file) is damaged: \(reason); nothing was kept or changed: repair it, or move it away"
        case .nowhereToKeep: "there is no file to keep settings in"
        case .cannotBeKept(let name): "\(name) belongs to one model and is not kept for others"
        case .unknownCommand(let name, let nearest?):
            "no command /\(name); did you mean /\(nearest)? (// sends a text that begins with /)"
        case .unknownCommand(let name, nil):
            "no command /\(name); /help lists them (// sends a text that begins with /)"
        case .usage(let usage): "that is used as \(usage)"
        case .file(let file, let reason): "\(file): \(reason)"
        case .notATranscript(let file, let reason): "\(file) is not a transcript: \(reason)"
        case .otherModel(let file, let saved, let own):
            "\(file) was saved with another model: \(saved); this one is \(own)"
        case .notReplayable(let file, let turn):
            "\(file) does not tell what turn \(turn) was drawn from, so it cannot be replayed; "
                + "/load restores it"
        case .differs(let file, let turn, let expected, let written, let note):
            "\(file): turn \(turn) is not what the model writes \(Difference(expected, written)); "
                + (note ?? "the file was changed, or it was saved on another kind of processor")
        case .foreignTopic(let name, let known):
            "the transcript's topic \"\(name)\" is not one of this model's"
                + (known.isEmpty ? ": it has none" : " (\(known.joined(separator: ", ")))")
        }
    }

    /// The same words, for Foundation.
    public var errorDescription: String? { description }
}
