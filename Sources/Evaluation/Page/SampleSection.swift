import Texts

/// What the model writes, topic by topic.
extension ReportPage {
    var sampleSection: Section? {
        guard let point, !point.samples.isEmpty else { return nil }
        var groups: [(name: String?, samples: [EvaluationReport.Sample])] = []
        for sample in point.samples {
            if let index = groups.firstIndex(where: { $0.name == sample.topic }) {
                groups[index].samples.append(sample)
            } else {
                groups.append((sample.topic, [sample]))
            }
        }
        groups.sort { ($0.name ?? "\u{10FFFF}") < ($1.name ?? "\u{10FFFF}") }
        var content: [Markup] = [
            .paragraph(
                """
                Not chosen: the first samples of each topic at temperature \
                \(Numbers.fixed(Double(point.temperature), 2)). In grey, the end of the \
                context that the text continues.
                """)
        ]
        for group in groups {
            if let name = group.name { content.append(.tag("h3", ["dir": "auto"], name)) }
            content.append(.tag("div", ["class": "texts"], group.samples.map(card)))
        }
        return Section(id: "samples", name: "Samples", content: content)
    }

    private func card(_ sample: EvaluationReport.Sample) -> Markup {
        var pieces: [Markup] = []
        let context = ReportPage.ending(of: sample.context)
        if !context.isEmpty {
            pieces.append(.tag("p", ["class": "before", "dir": "auto"], context))
        }
        pieces.append(.tag("p", ["dir": "auto"], ReportPage.trimmed(sample.text)))
        if let code = sample.code {
            pieces.append(.tag("p", ["class": "figure"], "code \(code)"))
        }
        return .tag("article", ["class": "text"], pieces)
    }

    /// The end of a context, short enough to stand above a text.
    static func ending(of context: String) -> String {
        let text = trimmed(context)
        guard text.count > 90 else { return text }
        let end = text.suffix(90)
        // From a whole word on, where there are blanks.
        let words = end.drop { !$0.isWhitespace }.drop(while: \.isWhitespace)
        return "… " + (words.isEmpty ? end : words)
    }

    /// `text` without blanks and line breaks at its ends.
    static func trimmed(_ text: String) -> String {
        let start = text.drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }
}
