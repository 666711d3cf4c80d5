import CLineEditor
import Foundation

/// Lines that a person types at a terminal, edited through libedit.
///
/// Keys are emacs's, or vi's where `~/.editrc` says `bind -v`, with what people expect beside them (Home,
/// End, Delete, Ctrl-arrows, ^R, ^W, ^U); `~/.editrc` may change them. What is pasted is text, whatever
/// is in it. Only one editor may be in use at a time.
public final class TerminalLineReader: LineReader {
    /// Finds what may replace the word before the cursor, which stands after `cursor` Unicode
    /// scalars of `line`.
    public typealias Completer = (_ line: String, _ cursor: Int) -> Completion

    /// Called for every Tab.
    public var completer: Completer? {
        get { canvas.completer }
        set { canvas.completer = newValue }
    }
    /// The lines that the arrow keys bring back.
    public let history: LineHistory
    /// Hears why the history could not be saved, once.
    public var historyProblem: ((any Error) -> Void)?

    private let editor: OpaquePointer
    private let canvas: LineCanvas

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
        let output = Terminal.isTerminal(STDOUT_FILENO) ? STDOUT_FILENO : STDERR_FILENO
        let canvas = LineCanvas(descriptor: output, isDumb: Terminal.isDumb())
        canvas.style = promptStyle.allSatisfy { $0.isNumber || $0 == ";" } ? promptStyle : ""
        canvas.completer = completer
        guard let editor = line_editor_create(program, history.pointer, canvas.view) else {
            throw LineReadingError.noEditor
        }
        self.editor = editor
        self.history = history
        self.canvas = canvas
    }

    deinit { line_editor_destroy(editor) }

    /// Lets a person edit a line; a line that is not blank joins the history, which is saved.
    ///
    /// What was pasted in several lines comes as a ``LineEvent/block(_:)``.
    public func readLine(prompt: String) throws -> LineEvent {
        canvas.prompt = prompt
        var text: UnsafeMutablePointer<CChar>?
        let result = line_editor_read(editor, &text)
        defer { free(text) }
        switch result {
        case LineEditorLine:
            let line = text.map { String(cString: $0) } ?? ""
            remember(line)
            return line.contains("\n") ? .block(line) : .line(line)
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
}

extension LineCanvas {
    /// What the editor calls; the canvas must outlive it.
    fileprivate var view: LineEditorView {
        LineEditorView(
            context: Unmanaged.passUnretained(self).toOpaque(),
            draw: { context, line, cursor in
                guard let line else { return }
                LineCanvas.from(context)?.draw(
                    String(cString: line), cursor: Int(clamping: cursor))
            },
            handle: { context, event in LineCanvas.from(context)?.handle(event) },
            complete: { context, line, cursor, erase in
                guard let line, let canvas = LineCanvas.from(context) else { return nil }
                let completion = canvas.complete(String(cString: line), cursor: cursor)
                erase?.pointee = completion.erase
                return completion.insertion.flatMap { strdup($0) }
            },
            bracketsPastes: !isDumb)
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> LineCanvas? {
        context.map { Unmanaged<LineCanvas>.fromOpaque($0).takeUnretainedValue() }
    }

    private func handle(_ event: LineEditorEvent) {
        switch event {
        case LineEditorLeft: leave()
        case LineEditorLost: lose()
        case LineEditorCleared: clear()
        default: ring()
        }
    }

    private func complete(_ line: String, cursor: Int) -> (erase: Int, insertion: String?) {
        guard let completion = completer?(line, cursor) else { return (0, nil) }
        let word = line.unicodeScalars.prefix(cursor).suffix(completion.wordLength)
        let proposal = completion.proposal(for: String(word), columns: width)
        if let listing = proposal.listing { list(listing) }
        if proposal.insertion == nil, proposal.listing == nil { ring() }
        return (word.count, proposal.insertion)
    }
}
