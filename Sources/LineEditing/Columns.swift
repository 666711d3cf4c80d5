import CLineEditor

/// Words in columns, read downwards, as `ls` sets them.
public enum Columns {
    /// Sets `words` in as few rows as `width` columns of the terminal allow.
    ///
    /// - Returns: rows that each end in a newline; empty for no words.
    public static func layOut(_ words: [String], width: Int) -> String {
        let widths = words.map { terminal_text_width($0) }
        guard let widest = widths.max() else { return "" }
        let cell = Int(widest) + 2
        let columns = max(1, (width + 1) / cell)
        let rows = (words.count + columns - 1) / columns
        var text = ""
        for row in 0..<rows {
            for index in stride(from: row, to: words.count, by: rows) {
                text += words[index]
                if index + rows < words.count {
                    text += String(repeating: " ", count: cell - Int(widths[index]))
                }
            }
            text += "\n"
        }
        return text
    }
}
