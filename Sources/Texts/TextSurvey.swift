/// What the lines of a text look like: the figures that layout and documents are chosen by.
///
/// Lengths are in columns, in which an ideograph counts twice, so that the same limits do for
/// every script.
struct TextSurvey: Sendable {
    /// The columns of each line that has ink.
    private(set) var lines: [Int] = []
    /// The columns and lines of each section between blank lines.
    private(set) var sections: [(columns: Int, lines: Int)] = []
    /// How many sentences end inside each line, before its end.
    private(set) var innerEnds: [Int] = []
    /// Whether the line breaks are a word-wrapper's, to be taken out of prose; see ``WrapTest``.
    private(set) var isWrapped = false

    /// Surveys `text`, whose line breaks are LF.
    init(_ text: String) {
        var breaks: [WrapTest.Break] = []
        var previous: Substring.UnicodeScalarView?
        for line in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let line = TextSurvey.trimmed(Substring(line).unicodeScalars)
            guard !line.isEmpty else {
                previous = nil
                continue
            }
            let columns = line.reduce(0) { $0 + $1.columns }
            if let previous, let before = lines.last {
                breaks.append(WrapTest.Break(columns: before, line: previous, next: line))
                sections[sections.count - 1].columns += columns
                sections[sections.count - 1].lines += 1
            } else {
                sections.append((columns, 1))
            }
            lines.append(columns)
            innerEnds.append(TextSurvey.innerEnds(of: line))
            previous = line
        }
        isWrapped = WrapTest.isWrapped(lines: lines, breaks: breaks)
    }

    /// The line length on which half of all columns stand on longer lines.
    static func typicalLine(_ surveys: [TextSurvey]) -> Int {
        let lines = surveys.flatMap(\.lines).sorted()
        let half = lines.reduce(0, +) / 2
        var sum = 0
        for columns in lines {
            sum += columns
            if sum > half { return columns }
        }
        return 0
    }

    /// How many sentences end inside the line that a typical character stands on.
    static func typicalInnerEnds(_ surveys: [TextSurvey]) -> Double {
        let all = surveys.flatMap(\.lines).reduce(0, +)
        let ends = surveys.reduce(0) { sum, survey in
            sum + zip(survey.lines, survey.innerEnds).reduce(0) { $0 + $1.0 * $1.1 }
        }
        return all == 0 ? 0 : Double(ends) / Double(all)
    }

    private static func trimmed(
        _ line: Substring.UnicodeScalarView
    ) -> Substring.UnicodeScalarView {
        var line = line
        while line.first?.isBlank == true { line.removeFirst() }
        while line.last?.isBlank == true { line.removeLast() }
        return line
    }

    /// Full stops of any script that are followed by a blank, or by a script without blanks.
    private static func innerEnds(of line: Substring.UnicodeScalarView) -> Int {
        zip(line, line.dropFirst()).reduce(0) { sum, pair in
            guard pair.1.isBlank || pair.0.isOfSpacelessScript, pair.0.properties.isSentenceTerminal
            else { return sum }
            return sum + 1
        }
    }
}

/// Tells wrapped text from verse and dialogue: a wrapper breaks a line only where the next word no
/// longer fits, a poet or a speaker anywhere.
enum WrapTest {
    /// A line break inside a section.
    struct Break {
        /// The columns of the line before it.
        let columns: Int
        /// The columns that the first word after it would need on that line.
        let needed: Int
        /// Whether the line before it ends with punctuation.
        let isPunctuated: Bool

        init(columns: Int, line: Substring.UnicodeScalarView, next: Substring.UnicodeScalarView) {
            self.columns = columns
            isPunctuated = line.last?.isPunctuation == true
            if let first = next.first, first.isOfSpacelessScript {
                needed = first.columns
            } else {
                needed = 1 + next.prefix { !$0.isBlank }.reduce(0) { $0 + $1.columns }
            }
        }
    }

    /// Text is wrapped when most breaks inside its sections come where the next word would pass
    /// the width that the longest lines show (their 95th percentile, 40 columns at least and 160
    /// at most), and fewer than half of those breaks follow punctuation (lines of verse of equal
    /// length do).
    static func isWrapped(lines: [Int], breaks: [Break]) -> Bool {
        guard breaks.count >= 3 else { return false }
        let width = lines.sorted()[lines.count * 95 / 100]
        let tolerance = 4
        guard (40...160).contains(width) else { return false }
        let forced = breaks.filter { $0.columns + $0.needed + tolerance > width }
        let punctuated = forced.count(where: \.isPunctuated)
        return forced.count * 2 > breaks.count && punctuated * 2 < forced.count
    }
}
