/// The rules by which a corpus chooses what its units and documents are.
///
/// | choice | rule |
/// |---|---|
/// | prose | the text is wrapped; or its typical line has 160 columns and sentences end inside it; or its typical line has 400 columns |
/// | lines | everything else |
/// | documents between blank lines | there are two sections, and the median section is substantial |
/// | a file is a document | everything else |
///
/// Substantial: in lines, 5 lines and 160 columns (a dialogue, but no stanza or speech); in prose
/// with a paragraph a line, 2 paragraphs and 500 columns; in wrapped prose, where blank lines
/// mostly separate paragraphs, 1,500 columns.
enum LayoutRules {
    /// What the units of the surveyed texts are.
    static func layout(of surveys: [TextSurvey]) -> Layout {
        if isWrapped(surveys) { return .prose }
        let line = TextSurvey.typicalLine(surveys)
        if line >= 400 { return .prose }
        return line >= 160 && TextSurvey.typicalInnerEnds(surveys) >= 1 ? .prose : .lines
    }

    /// Whether blank lines separate the documents of the surveyed texts.
    static func blankLinesSeparate(_ surveys: [TextSurvey], layout: Layout) -> Bool {
        let sections = surveys.flatMap(\.sections)
        guard sections.count > surveys.count else { return false }
        let columns = sections.map(\.columns).sorted()[sections.count / 2]
        let lines = sections.map(\.lines).sorted()[sections.count / 2]
        return switch layout {
        case .lines: lines >= 5 && columns >= 160
        case .prose where isWrapped(surveys): columns >= 1500
        case .prose: lines >= 2 && columns >= 500
        }
    }

    /// Whether most of the surveyed text is wrapped.
    private static func isWrapped(_ surveys: [TextSurvey]) -> Bool {
        func columns(_ surveys: [TextSurvey]) -> Int { surveys.flatMap(\.lines).reduce(0, +) }
        return columns(surveys.filter(\.isWrapped)) * 2 > columns(surveys)
    }
}
