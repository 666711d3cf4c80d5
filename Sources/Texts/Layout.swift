/// What a unit of a text is.
public enum Layout: String, Codable, Sendable, CaseIterable {
    /// A line is a unit: dialogue, verse, captions.
    case lines
    /// A sentence is a unit, by Unicode's rules (UAX 29): running text.
    case prose

    /// What stands at the end of a unit: a line break, or a blank.
    ///
    /// In prose a paragraph's last sentence ends with a line break, and scripts that put no blanks
    /// between words put none between sentences.
    public var separator: String {
        switch self {
        case .lines: "\n"
        case .prose: " "
        }
    }

    /// The units of `text`, each with its separator; the last one has a separator even where
    /// `text` has none.
    ///
    /// Prose that was wrapped at some width is unwrapped first.
    public func units(of text: String) -> [String] {
        let text = text.withLineFeeds
        let isWrapped = self == .prose && TextSurvey(text).isWrapped
        var units = UnitCutter(layout: self, isWrapped: isWrapped).units(of: text)
        let endsParagraph = text.unicodeScalars.last == "\n"
        if self == .prose, !endsParagraph, var last = units.popLast(), last.last == "\n" {
            last.removeLast()
            units.append(last + (last.unicodeScalars.last?.isOfSpacelessScript == true ? "" : " "))
        }
        return units
    }
}
