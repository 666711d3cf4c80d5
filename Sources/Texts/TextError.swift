import Foundation

/// Why a text cannot be used; each case names the place and says what to do.
public enum TextError: Error, Equatable {
    /// No path was given.
    case noPaths
    /// Nothing exists at the path.
    case missing(path: String)
    /// The file or folder exists and may not be read.
    case unreadable(path: String)
    /// The path is neither a file nor a folder (a device, a pipe, a socket).
    case notAFile(path: String)
    /// The file has no bytes.
    case empty(path: String)
    /// The file has nothing but blanks and line breaks.
    case blank(path: String)
    /// The bytes from `byte` on (counted from 0, in `line`, counted from 1) are not UTF-8.
    case notUTF8(path: String, byte: Int, line: Int)
    /// The file holds a NUL byte, which text never does.
    case binary(path: String, byte: Int)
    /// The folder holds no file that could be a text.
    case noTexts(folder: String)
    /// There is too little text for one passage and a held-out part.
    case tooShort(characters: Int)
    /// The share to hold out is not at least 0 and below 1.
    case badHeldOutShare(Double)
    /// Passages were asked for from a set without documents.
    case noDocuments
    /// There are fewer documents to train on than topics to find in them.
    case tooFewDocuments(Int, topics: Int)
}

extension TextError: LocalizedError, CustomStringConvertible {
    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .noPaths:
            "no text was given; name at least one file or folder"
        case .missing(let path):
            "\(path): no such file or folder; check the path"
        case .unreadable(let path):
            "\(path): no permission to read it; change its permissions or choose another file"
        case .notAFile(let path):
            "\(path) is neither a file nor a folder; save the text in a file first"
        case .empty(let path):
            "\(path) is empty; put text into it or leave it out"
        case .blank(let path):
            "\(path) holds only blanks and line breaks; put text into it or leave it out"
        case .notUTF8(let path, let byte, let line):
            "\(path): byte \(byte) (line \(line)) is not UTF-8; convert the file to UTF-8"
        case .binary(let path, let byte):
            "\(path): byte \(byte) is NUL, so this is a binary file; choose a plain text file"
        case .noTexts(let folder):
            "\(folder) holds no text files; put some there or choose another folder"
        case .tooShort(let characters):
            "\(characters) characters of text are too few for a passage and a held-out part; "
                + "add text (two units at least)"
        case .badHeldOutShare(let share):
            "a held-out share of \(share) is not possible; choose one from 0 to below 1"
        case .noDocuments:
            "there are no documents to take passages from; hold out more, or add text"
        case .tooFewDocuments(1, _):
            "no topics can be found in one document; add text, or separate the documents by blank lines "
                + "(--documents blank-lines)"
        case .tooFewDocuments(let documents, let topics):
            "\(topics) topics cannot be found in so few documents (\(documents) to learn from); ask "
                + "for fewer topics, add text, or separate the documents by blank lines"
        }
    }
    /// The same words, for Foundation.
    public var errorDescription: String? { description }
}
