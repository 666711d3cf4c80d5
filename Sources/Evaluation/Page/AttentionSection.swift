/// Attention as a heat map over the context.
extension ReportPage {
    var attentionSection: Section? {
        guard !attention.isEmpty else { return nil }
        let figures = attention.enumerated().map { card($1, isOpen: $0 == 0) }
        return Section(
            id: "attention", name: "Attention",
            content: [
                .paragraph(
                    """
                    The darker a character of the context, the more of the generator's \
                    attention lay on it while the text was written. Below each, word by word: \
                    rows are what was written, columns the context, cells per cent of the \
                    row's attention.
                    """),
                .tag("div", ["class": "figures"], figures),
            ])
    }

    private func card(_ map: AttentionMap, isOpen: Bool) -> Markup {
        let means = map.means
        let most = max(means.max() ?? 0, 1e-6)
        let characters = zip(map.context, means).map { character, mean in
            Markup.tag(
                "span",
                [
                    "style": "--v:\(Numbers.coordinate(Double(mean / most)))",
                    "title": "\(Numbers.fixed(Double(100 * mean), 1)) %",
                ], character)
        }
        return .tag(
            "article", ["class": "text"],
            [
                .tag("h4", "The context"),
                .tag("p", ["class": "ribbon", "dir": "auto"], characters),
                .tag("h4", "What was written"),
                .tag("p", ["dir": "auto"], ReportPage.trimmed(map.text.joined())),
                matrix(map, isOpen: isOpen),
            ])
    }

    private func matrix(_ map: AttentionMap, isOpen: Bool) -> Markup {
        let words = map.words()
        let head =
            [Markup.tag("td")]
            + words.context.map { .tag("th", ["scope": "col", "dir": "auto"], $0) }
        let rows = zip(words.text, words.weights).map { word, weights -> Markup in
            let most = max(weights.max() ?? 0, 1e-6)
            return .tag(
                "tr", [:],
                [.tag("th", ["scope": "row", "dir": "auto"], word)]
                    + weights.map { weight in
                        .tag(
                            "td", ["style": "--v:\(Numbers.coordinate(Double(weight / most)))"],
                            Numbers.fixed(Double(100 * weight), 0))
                    })
        }
        return .tag(
            "details", isOpen ? ["open": "open"] : [:],
            [
                .tag("summary", "Word by word"),
                ReportPage.heatTable(
                    "Attention, word by word", head: head, body: rows, isFigure: false),
            ])
    }
}
