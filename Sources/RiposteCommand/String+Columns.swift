import LineEditing

extension String {
    /// The beginning of it that fits into `width` columns of a terminal.
    func clipped(to width: Int) -> String {
        var columns = 0
        return String(
            prefix { character in
                columns += Terminal.columns(of: String(character))
                return columns <= width
            })
    }

    /// The text with blanks behind it, to `width` columns.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - Terminal.columns(of: self)))
    }
}
