import CLineEditor

/// A line that is being edited, cut into the rows of a terminal.
///
/// Wide characters take two columns and do not begin in the last one; marks, joiners and variation
/// selectors take none and stay with what they follow; a newline begins a row, and a tab goes to the next
/// multiple of eight. A terminal that gives a joined emoji two columns in all, where this counts them for
/// each of its parts, wraps such a line earlier than is known here.
package struct LineLayout: Equatable {
    /// A row of the terminal.
    package struct Row: Equatable {
        /// What is written in it, with the escapes of the prompt's colour.
        package var text = ""
        /// The columns that it takes.
        package var width = 0
        /// Whether it goes on a row that was full, rather than after a newline.
        package var isWrapped = false
    }

    /// From the top.
    package private(set) var rows = [Row()]
    /// The row that the cursor is in.
    package private(set) var cursorRow = 0
    /// What is written before the cursor in its row.
    package private(set) var beforeCursor = ""
    /// The terminal's width.
    package let columns: Int

    /// Cuts `line`, with the cursor after `cursor` Unicode scalars, behind `prompt`.
    ///
    /// - Parameters:
    ///   - style: the parameters of the prompt's "select graphic rendition"; empty for none.
    ///   - columns: at least 1; where there is one column only, wide characters are shown as if there
    ///     were two.
    package init(prompt: String, style: String = "", line: String, cursor: Int, columns: Int) {
        precondition(columns >= 1, "a terminal of \(columns) columns")
        self.columns = max(2, columns)
        add(prompt: SafeText.onOneLine(prompt), style: style)

        // Shown safely as a whole, so that a mark knows its letter on the other side of the cursor.
        var safe = SafeText()
        let scalars = line.unicodeScalars
        let before = safe.next(String(scalars.prefix(cursor)))
        let after = safe.next(String(scalars.dropFirst(cursor))).unicodeScalars
        for scalar in before.unicodeScalars { add(scalar) }
        // The cursor stands on a whole cell.
        let marks = after.prefix { LineLayout.width($0) == 0 && $0 != "\n" && $0 != "\t" }
        for scalar in marks { add(scalar) }
        let rest = after.dropFirst(marks.count)
        let next = rest.first
        if next != "\n",
            rows[rows.count - 1].width + max(1, next.map(LineLayout.width) ?? 1) > self.columns
        {
            rows.append(Row(isWrapped: true))
        }
        cursorRow = rows.count - 1
        beforeCursor = rows[cursorRow].text
        for scalar in rest { add(scalar) }
    }

    /// Each row of the prompt is coloured by itself.
    private mutating func add(prompt: String, style: String) {
        for scalar in prompt.unicodeScalars { add(scalar) }
        guard !style.isEmpty else { return }
        for index in rows.indices {
            rows[index].text = "\u{1B}[\(style)m\(rows[index].text)\u{1B}[0m"
        }
    }

    private mutating func add(_ scalar: Unicode.Scalar) {
        let last = rows.count - 1
        switch scalar {
        case "\n":
            rows.append(Row())
        case "\t":
            let blanks = min(8 - rows[last].width % 8, columns - rows[last].width)
            if blanks == 0 { add(" ") }
            rows[last].text += String(repeating: " ", count: blanks)
            rows[last].width += blanks
        default:
            let width = LineLayout.width(scalar)
            if rows[last].width + width > columns { rows.append(Row(isWrapped: true)) }
            rows[rows.count - 1].text.unicodeScalars.append(scalar)
            rows[rows.count - 1].width += width
        }
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        Int(terminal_scalar_width(scalar.value))
    }
}
