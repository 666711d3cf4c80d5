import Foundation

/// Why a line could not be read, or lines not be kept.
public enum LineReadingError: Error, Equatable {
    /// The line with this number (from 1) is longer than `limit` bytes; it is passed over.
    case lineTooLong(line: Int, limit: Int)
    /// The system refused to read; `code` is its `errno`.
    case cannotRead(code: Int32)
    /// libedit could not be started on this terminal.
    case noEditor
    /// The history file could not be read or written; `code` is the system's `errno`.
    case history(path: String, code: Int32)
}

extension LineReadingError: LocalizedError, CustomStringConvertible {
    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .lineTooLong(let line, let limit):
            "line \(line) is longer than \(limit) bytes and was passed over; cut it into lines"
        case .cannotRead(let code):
            "cannot read a line: \(reason(code))"
        case .noEditor:
            "cannot edit lines on this terminal; pipe the lines in instead"
        case .history(let path, EILSEQ):
            "\(path) is not a history file; move it away to have a history again"
        case .history(let path, let code):
            "cannot keep the history in \(path): \(reason(code))"
        }
    }

    /// The same words, for Foundation.
    public var errorDescription: String? { description }

    private func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
