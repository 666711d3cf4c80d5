import CLineEditor
import Foundation

/// Lines that a person types at a terminal, edited through libedit.
///
/// Keys are emacs's, with what people expect beside them (Home, End, Delete, Ctrl-arrows, ^R, ^W,
/// ^U); `~/.editrc` may change them. Only one editor may be in use at a time.
public final class TerminalLineReader: LineReader {
    /// Finds what may replace the word before the cursor, which stands after `cursor` Unicode
    /// scalars of `line`.
    public typealias Completer = (_ line: String, _ cursor: Int) -> Completion

    /// Called for every Tab.
    public var completer: Completer?
    /// The lines that the arrow keys bring back.
    public let history: LineHistory
    /// Hears why the history could not be saved, once.
    public var historyProblem: ((any Error) -> Void)?

    private let editor: OpaquePointer
    private let promptStyle: String

    /// An editor on standard input.
    ///
    /// - Parameters:
    ///   - program: the name that lines of `~/.editrc` may begin with, as in `riposte:bind -v`.
    ///   - history: what is recalled and added to; saved after each line.
    ///   - promptStyle: the parameters of the terminal's "select graphic rendition", such as
    ///     `1;36` for a bold cyan prompt; empty for a plain one.
    /// - Throws: ``LineReadingError/noEditor``.
    public init(
        program: String = "riposte", history: LineHistory, promptStyle: String = "",
        completer: Completer? = nil
    ) throws {
        guard let editor = line_editor_create(program, history.pointer) else {
            throw LineReadingError.noEditor
        }
        self.editor = editor
        self.history = history
        self.promptStyle = promptStyle.allSatisfy { $0.isNumber || $0 == ";" } ? promptStyle : ""
        self.completer = completer
        line_editor_set_completer(
            editor,
            { context, line, cursor in
                guard let context, let line else { return LineCompletion() }
                let reader = Unmanaged<TerminalLineReader>.fromOpaque(context).takeUnretainedValue()
                return reader.complete(String(cString: line), cursor: cursor)
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit { line_editor_destroy(editor) }

    /// Lets a person edit a line; a line that is not blank joins the history, which is saved.
    public func readLine(prompt: String) throws -> LineEvent {
        var text: UnsafeMutablePointer<CChar>?
        let result = line_editor_read(editor, SafeText.onOneLine(prompt), promptStyle, &text)
        defer { free(text) }
        switch result {
        case LineEditorLine:
            let line = text.map { String(cString: $0) } ?? ""
            remember(line)
            return .line(line)
        case LineEditorInterrupted: return .interrupted
        case LineEditorEnd: return .endOfInput
        default: throw LineReadingError.cannotRead(code: errno)
        }
    }

    private func remember(_ line: String) {
        history.add(line)
        do {
            try history.save()
        } catch {
            historyProblem?(error)
            historyProblem = nil
        }
    }

    private func complete(_ line: String, cursor: Int) -> LineCompletion {
        guard let completion = completer?(line, cursor) else { return LineCompletion() }
        let word = line.unicodeScalars.prefix(cursor).suffix(completion.wordLength)
        let columns = Terminal.width(Terminal.isTerminal(1) ? 1 : 2)
        let proposal = completion.proposal(for: String(word), columns: columns)
        return LineCompletion(
            erase: word.count, insertion: proposal.insertion.flatMap { strdup($0) },
            listing: proposal.listing.flatMap { strdup($0) })
    }
}
