import CLineEditor
import Foundation

/// Draws the line that is being edited on a terminal: each time in one write, from its first row.
///
/// The cursor is put in its place by writing what stands before it once more, so that it is right even
/// where the terminal and the C library do not agree on the width of a character. On a terminal that
/// understands no escapes the line has one row, of which the part around the cursor is shown.
final class LineCanvas {
    /// What is shown before the line.
    var prompt = ""
    /// The parameters of the prompt's "select graphic rendition"; empty for a plain one.
    var style = ""
    /// What Tab asks.
    var completer: TerminalLineReader.Completer?

    /// Whether the terminal understands no escapes.
    let isDumb: Bool
    private let descriptor: Int32
    /// What stands on the terminal; nil when the next drawing begins where the cursor is.
    private var shown: (layout: LineLayout, top: Int)?
    /// The same of a terminal without escapes.
    private var dumbRow: (text: String, left: String)?

    init(descriptor: Int32, isDumb: Bool) {
        self.descriptor = descriptor
        self.isDumb = isDumb
    }

    /// The terminal's columns.
    var width: Int { Terminal.width(descriptor) }

    /// Shows `line` with the cursor after `cursor` scalars.
    func draw(_ line: String, cursor: Int) {
        let columns = width
        if isDumb {
            drawDumb(line, cursor: cursor, columns: columns)
            return
        }
        let layout = LineLayout(
            prompt: prompt, style: style, line: line, cursor: cursor, columns: columns)
        let height = max(1, Terminal.height(descriptor))
        // Of a text that is taller than the window, the rows around the cursor.
        let top = max(0, layout.cursorRow - height + 1)
        if let shown, shown.layout == layout, shown.top == top { return }
        if let suffix = suffix(of: layout, top: top) {
            write(suffix)
        } else {
            write(beginning(for: layout) + rows(of: layout, top: top, height: height))
        }
        shown = (layout, top)
    }

    /// Goes to a fresh row below the line.
    func leave() {
        if let shown {
            let last = min(shown.layout.rows.count - 1, shown.top + Terminal.height(descriptor) - 1)
            write(LineCanvas.up(shown.layout.cursorRow - last) + "\r\n")
        } else {
            write("\r\n")
        }
        lose()
    }

    /// Forgets what stands on the terminal.
    func lose() {
        shown = nil
        dumbRow = nil
    }

    /// Clears the screen.
    func clear() {
        write(isDumb ? "\r\n" : "\u{1B}[H\u{1B}[2J")
        lose()
    }

    /// Rings the terminal's bell.
    func ring() { write("\u{07}") }

    /// Writes `text` below the line.
    func list(_ text: String) {
        leave()
        write(text.replacingOccurrences(of: "\n", with: "\r\n"))
    }

    // MARK: Rows

    /// From where the cursor is to the line's first row, which is cleared with all below it.
    private func beginning(for layout: LineLayout) -> String {
        guard let shown else { return "\r\u{1B}[J" }
        var above = shown.layout.cursorRow - shown.top
        // Some terminals move the rows of a window whose width changes, others cut them off. What is
        // left standing does less harm than what is cleared above the line.
        if shown.layout.columns != layout.columns { above = min(above, layout.cursorRow) }
        return "\r" + LineCanvas.up(above) + "\u{1B}[J"
    }

    private func rows(of layout: LineLayout, top: Int, height: Int) -> String {
        let visible = layout.rows[top..<min(layout.rows.count, top + height)]
        var text = ""
        for (index, row) in zip(visible.indices, visible) {
            if index > top, !row.isWrapped { text += "\r\n" }
            // A full row ends when something is written behind it.
            if index > top, row.isWrapped, row.width == 0 { text += " \r" }
            text += row.text
        }
        if layout.cursorRow < visible.endIndex - 1
            || layout.beforeCursor.utf8.count < layout.rows[layout.cursorRow].text.utf8.count
        {
            text += LineCanvas.up(visible.endIndex - 1 - layout.cursorRow) + "\r"
            text += layout.beforeCursor
        }
        return text
    }

    /// What was typed at the end of the line, when nothing else has changed.
    private func suffix(of layout: LineLayout, top: Int) -> String? {
        guard let shown, shown.top == top, shown.layout.columns == layout.columns,
            let old = shown.layout.rows.last, let new = layout.rows.last,
            shown.layout.rows.dropLast() == layout.rows.dropLast(),
            shown.layout.beforeCursor == old.text, layout.beforeCursor == new.text,
            old.isWrapped == new.isWrapped, new.text.utf8.starts(with: old.text.utf8)
        else { return nil }
        return String(decoding: new.text.utf8.dropFirst(old.text.utf8.count), as: UTF8.self)
    }

    private static func up(_ count: Int) -> String {
        count > 0 ? "\u{1B}[\(count)A" : count < 0 ? "\u{1B}[\(-count)B" : ""
    }

    // MARK: Without escapes

    private func drawDumb(_ line: String, cursor: Int, columns: Int) {
        let room = max(1, columns - 1)
        let scalars = line.unicodeScalars
        let before = prompt + SafeText.onOneLine(String(scalars.prefix(cursor)))
        let after = SafeText.onOneLine(String(scalars.dropFirst(cursor)))
        let left = String(before.suffix(room))
        let row = String((left + after).prefix(room))
        guard dumbRow?.text != row || dumbRow?.left != left else { return }
        let blanks = max(0, (dumbRow?.text.count ?? 0) - row.count)
        write("\r" + row + String(repeating: " ", count: blanks) + "\r" + left)
        dumbRow = (row, left)
    }

    private func write(_ text: String) { Terminal.write(text, to: descriptor) }
}
