import Foundation

/// A terminal's screen: as much of an xterm as the program uses, and not more.
///
/// Wide characters take two cells, marks join the cell before them. A sequence or control character that
/// is not one of the program's own is kept in ``unknown``, so that a test can demand that there is none.
struct Screen {
    /// Sequences and control characters that are not the program's.
    private(set) var unknown: [String] = []
    /// Whether the terminal marks what is pasted.
    private(set) var bracketsPastes = false
    /// How often that was switched on: once for each line that is edited.
    private(set) var editings = 0
    /// The colours and other renditions that were asked for.
    private(set) var styles: Set<String> = []
    /// Where the cursor is, from 0.
    private(set) var row = 0, column = 0

    private var cells: [[String]]
    private var columns: Int
    private var pending: [UInt8] = []
    /// The cursor stands on the last column, which is full: the next character wraps first.
    private var isFull = false

    init(columns: Int, rows: Int) {
        self.columns = columns
        cells = Screen.blank(columns: columns, rows: rows)
    }

    /// The rows without the blanks at their ends.
    var rows: [String] {
        cells.map { row in
            let text = row.joined()
            return String(text.reversed().drop { $0 == " " }.reversed())
        }
    }

    /// The rows that are not empty, one a line.
    var text: String { rows.filter { !$0.isEmpty }.joined(separator: "\n") }

    /// The row that the cursor is in.
    var rowWithCursor: String { rows[row] }

    mutating func resize(columns: Int, rows: Int) {
        var fresh = Screen.blank(columns: columns, rows: rows)
        for r in 0..<min(rows, cells.count) {
            for c in 0..<min(columns, self.columns) { fresh[r][c] = cells[r][c] }
        }
        self.columns = columns
        cells = fresh
        (row, column) = (min(row, rows - 1), min(column, columns - 1))
    }

    /// Draws what a program wrote; an unfinished sequence waits for the next bytes.
    mutating func draw(_ bytes: some Sequence<UInt8>) {
        pending += bytes
        var next = 0
        while next < pending.count, let length = length(at: next) {
            obey(Array(pending[next..<next + length]))
            next += length
        }
        pending.removeFirst(next)
    }

    /// The bytes of the character or sequence at `start`, or `nil` when it is not whole yet.
    private func length(at start: Int) -> Int? {
        let first = pending[start]
        if first == 0x1B {
            guard start + 1 < pending.count else { return nil }
            switch pending[start + 1] {
            case UInt8(ascii: "["):
                let end = pending[(start + 2)...].firstIndex { (0x40...0x7E).contains($0) }
                return end.map { $0 - start + 1 }
            case UInt8(ascii: "]"):
                return pending[start...].firstIndex(of: 0x07).map { $0 - start + 1 }
            case UInt8(ascii: "("), UInt8(ascii: ")"):
                return start + 2 < pending.count ? 3 : nil
            default: return 2
            }
        }
        let length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        return start + length <= pending.count ? length : nil
    }

    private mutating func obey(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        switch bytes[0] {
        case 0x1B: escape(text)
        case 0x07: break
        case 0x08: move(to: row, column - 1)
        case 0x09: move(to: row, (column / 8 + 1) * 8)
        case 0x0A: lineFeed()
        case 0x0D: move(to: row, 0)
        case ..<0x20, 0x7F: unknown.append(text)
        default: put(text)
        }
    }

    private mutating func escape(_ sequence: String) {
        guard sequence.hasPrefix("\u{1B}["), let final = sequence.last else {
            unknown.append(sequence)
            return
        }
        let parameters = String(sequence.dropFirst(2).dropLast())
        let count = max(1, Int(parameters) ?? 0)
        let blank = Array(repeating: " ", count: columns)
        switch (final, parameters) {
        case ("A", _): move(to: row - count, column)
        case ("B", _): move(to: row + count, column)
        case ("H", ""): move(to: 0, 0)
        case ("K", ""): cells[row].replaceSubrange(column..., with: blank[column...])
        case ("J", ""):
            cells[row].replaceSubrange(column..., with: blank[column...])
            for r in (row + 1)..<max(row + 1, cells.count) { cells[r] = blank }
        case ("J", "2"): for r in cells.indices { cells[r] = blank }
        case ("m", _): styles.insert(parameters)
        case ("h", "?2004"):
            bracketsPastes = true
            editings += 1
        case ("l", "?2004"): bracketsPastes = false
        default: unknown.append(sequence)
        }
    }

    private mutating func put(_ text: String) {
        guard let scalar = text.unicodeScalars.first else { return }
        if Screen.isObeyed(scalar) { unknown.append(text) }
        let width = Screen.width(of: scalar)
        if width == 0 {
            let before = isFull ? column : max(0, column - 1)
            // The second cell of a wide character is empty.
            cells[row][cells[row][before].isEmpty ? before - 1 : before] += text
            return
        }
        if isFull || column + width > columns {
            column = 0
            lineFeed()
        }
        cells[row][column] = text
        if width == 2 { cells[row][column + 1] = "" }
        isFull = column + width == columns
        column = min(column + width, columns - 1)
    }

    private mutating func lineFeed() {
        isFull = false
        if row + 1 < cells.count {
            row += 1
        } else {
            cells.removeFirst()
            cells.append(Array(repeating: " ", count: columns))
        }
    }

    private mutating func move(to row: Int, _ column: Int) {
        isFull = false
        self.row = min(max(0, row), cells.count - 1)
        self.column = min(max(0, column), columns - 1)
    }

    private static func blank(columns: Int, rows: Int) -> [[String]] {
        Array(repeating: Array(repeating: " ", count: columns), count: rows)
    }

    /// Whether terminals obey it, or turn the direction of writing, rather than show it.
    private static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: return true
        case .format:
            return !isSeen(scalar)
                && !"\u{AD}\u{200B}\u{200C}\u{200D}\u{2060}".unicodeScalars.contains(scalar)
        default: return false
        }
    }

    /// Whether a format character is a sign of its own: those that stand before a number, which Unicode
    /// calls prepended concatenation marks.
    private static func isSeen(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x600...0x605, 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD: true
        default: false
        }
    }

    private static func width(of scalar: Unicode.Scalar) -> Int {
        if isSeen(scalar) { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
            0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
