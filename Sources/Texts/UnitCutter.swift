/// Cuts the text of a document into units, each with its separator.
struct UnitCutter: Hashable, Sendable {
    /// What a unit is.
    let layout: Layout
    /// Whether line breaks were put in to keep lines short (prose only): they are taken out.
    let isWrapped: Bool

    /// The units of `text`, whose line breaks are LF.
    ///
    /// - `lines`: every line that has ink, with its line break and the blank lines after it.
    /// - `prose`: every sentence, runs of blanks made one; the last sentence of a paragraph ends
    ///   with a line break instead.
    ///
    /// Blank lines before the first ink are dropped. The last unit always has its separator.
    func units(of text: String) -> [String] {
        let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
            .map { Substring($0) }
        return switch layout {
        case .lines: UnitCutter.lineUnits(of: lines, endsWithBreak: text.utf8.last == 0x0A)
        case .prose: SentenceBreaks.sentences(of: paragraphs(of: lines))
        }
    }

    private static func lineUnits(of lines: [Substring], endsWithBreak: Bool) -> [String] {
        var units: [String] = []
        for line in endsWithBreak ? lines.dropLast() : lines[...] {
            if !line.unicodeScalars.allSatisfy(\.isBlank) {
                units.append(line + "\n")
            } else if let last = units.indices.last {
                units[last] += line + "\n"
            }
        }
        return units
    }

    /// The text with each paragraph on a line of its own, and without needless blanks.
    private func paragraphs(of lines: [Substring]) -> String {
        var text = ""
        var isOpen = false
        for line in lines {
            let line = UnitCutter.tidied(line)
            guard let first = line.unicodeScalars.first else {
                isOpen = false
                continue
            }
            if isWrapped, isOpen, let last = text.unicodeScalars.last {
                text += UnitCutter.joint(last, first)
            } else if !text.isEmpty {
                text += "\n"
            }
            text += line
            isOpen = true
        }
        return text.isEmpty ? "" : text + "\n"
    }

    /// `line` without blanks around it, and with single blanks inside.
    private static func tidied(_ line: Substring) -> Substring {
        var scalars = line.unicodeScalars
        while scalars.first?.isBlank == true { scalars.removeFirst() }
        while scalars.last?.isBlank == true { scalars.removeLast() }
        guard hasNeedlessBlanks(scalars) else { return Substring(scalars) }
        let words = scalars.split { $0 == " " || $0 == "\t" }
        return Substring(words.map { String($0) }.joined(separator: " "))
    }

    private static func hasNeedlessBlanks(_ line: Substring.UnicodeScalarView) -> Bool {
        var previous: UInt8 = 0
        for byte in Substring(line).utf8 {
            if byte == 0x09 || (byte == 0x20 && previous == 0x20) { return true }
            previous = byte
        }
        return false
    }

    /// What a taken-out line break leaves behind: a blank, and nothing between two scalars of
    /// scripts that use no blanks.
    private static func joint(_ before: Unicode.Scalar, _ after: Unicode.Scalar) -> String {
        before.isOfSpacelessScript && after.isOfSpacelessScript ? "" : " "
    }
}
