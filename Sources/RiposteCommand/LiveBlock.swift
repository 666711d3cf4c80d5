import LineEditing

/// Rows at the end of a terminal's output that are written over again and again.
///
/// The cursor waits below the last row, in the first column: whatever ends the program leaves the next
/// prompt a row of its own. Each frame is one piece of text, to be written at once, in which no row is
/// cleared before it is written, so that nothing flickers.
package struct LiveBlock {
    private var shown: (rows: Int, columns: Int)?

    /// A block of which nothing is shown yet.
    package init() {}

    /// Everything that puts `rows` where the rows before them stand, with `notes` above, which stay.
    ///
    /// - Precondition: no row is wider than `columns`.
    package mutating func frame(
        _ rows: [[StyledRun]], notes: [String] = [], columns: Int, colour: Bool
    ) -> String {
        var text = "\r"
        if let shown {
            if shown.rows > 0 { text += "\u{1B}[\(shown.rows)A" }
            // Rows that the terminal has wrapped or cut off are not written over one by one.
            if shown.columns != columns { text += "\u{1B}[J" }
        }
        for note in notes {
            for line in note.split(separator: "\n", omittingEmptySubsequences: false) {
                text += SafeText.onOneLine(String(line)) + "\u{1B}[K\n"
            }
        }
        for row in rows {
            for run in row {
                let shown = SafeText.onOneLine(run.text)
                let isStyled = colour && !run.style.isEmpty
                text += isStyled ? "\u{1B}[\(run.style)m\(shown)\u{1B}[0m" : shown
            }
            text += "\u{1B}[K\n"
        }
        shown = (rows.count, columns)
        return text + "\u{1B}[J"
    }

    /// Leaves what is shown as it is: the next frame stands below it.
    package mutating func leave() { shown = nil }
}
