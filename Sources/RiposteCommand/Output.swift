import Foundation
import LineEditing

/// Text on its way out: unbuffered, and safe where a terminal would obey it.
final class Output {
    /// Standard output: results.
    static var standard: Output { Output(descriptor: STDOUT_FILENO) }
    /// Standard error: everything else.
    static var error: Output { Output(descriptor: STDERR_FILENO) }

    /// Whether a person reads it.
    let isTerminal: Bool
    /// Whether colour may be written.
    let allowsColour: Bool
    /// Why something could not be written, such as a full disk.
    private(set) var problem: (any Error)?

    private let handle: FileHandle
    private var safe = SafeText()

    init(descriptor: Int32) {
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        isTerminal = Terminal.isTerminal(descriptor)
        allowsColour = Terminal.allowsColour(descriptor)
    }

    /// Writes `text`; on a terminal as ``SafeText``.
    func write(_ text: String) {
        raw(isTerminal ? safe.next(text) : text)
    }

    /// Writes runs of text, each in a colour of its own.
    func write(_ runs: [StyledRun]) {
        for run in runs {
            let isStyled = allowsColour && !run.style.isEmpty
            if isStyled { raw("\u{1B}[\(run.style)m") }
            write(run.text)
            if isStyled { raw("\u{1B}[0m") }
        }
    }

    /// Writes `text` as it is: for escapes of the program's own.
    func raw(_ text: String) {
        do {
            try handle.write(contentsOf: Data(text.utf8))
        } catch {
            problem = error
        }
    }

    /// Fails when something could not be written.
    func check() throws {
        guard let problem else { return }
        throw CommandFailure("cannot write the result: \(problem.localizedDescription)")
    }
}

/// Text and the parameters of the terminal's "select graphic rendition"; empty for plain.
package struct StyledRun: Equatable, Sendable {
    package var text: String
    package var style: String

    package init(text: String, style: String = "") {
        self.text = text
        self.style = style
    }
}
