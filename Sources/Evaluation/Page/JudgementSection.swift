import Models

/// The discriminator's opinion of every character.
extension ReportPage {
    var judgementSection: Section? {
        guard !judged.isEmpty else { return nil }
        let legend = Verdict.allCases.map { verdict in
            Markup.tag(
                "li", [:],
                [.tag("span", ["class": "verdict-\(verdict)"], " \(ReportPage.name(verdict)) ")])
        }
        let rows = judged.enumerated().map { index, pair in
            [
                "\(index + 1)", Numbers.fixed(Double(pair.real.mean), 2),
                Numbers.fixed(Double(pair.sampled.mean), 2),
                pair.real.mean > pair.sampled.mean ? "yes" : "no",
            ]
        }
        return Section(
            id: "judgement", name: "What the discriminator sees",
            content: [
                .paragraph(
                    """
                    Real continuations beside sampled ones of the same context, coloured as \
                    riposte judge colours them: by the logit of each character, above 0 where \
                    it looks real, below where it looks sampled.
                    """),
                .tag("ul", ["class": "legend"], legend),
                .tag(
                    "div", ["class": "pairs judged"],
                    judged.enumerated().map { card($1, number: $0 + 1) }),
                Table(
                    caption: "Mean logits of each pair",
                    columns: ["pair", "real", "sampled", "told apart"], rows: rows
                ).markup,
            ])
    }

    private func card(_ pair: JudgedPair, number: Int) -> Markup {
        .tag(
            "article", ["class": "text"],
            [
                .tag("h4", "\(number)" + (pair.topic.map { " · \($0)" } ?? "")),
                .tag("p", ["class": "before", "dir": "auto"], ReportPage.ending(of: pair.context)),
                .tag("div", [:], side("real", pair.real) + side("sampled", pair.sampled)),
            ])
    }

    private func side(_ name: String, _ judgement: Judgement) -> [Markup] {
        let text = judgement.stretches.map { stretch -> Markup in
            stretch.verdict == .undecided
                ? .text(stretch.text)
                : .tag(
                    "span",
                    [
                        "class": "verdict-\(stretch.verdict)",
                        "title": ReportPage.name(stretch.verdict),
                    ], stretch.text)
        }
        let mean = Numbers.fixed(Double(judgement.mean), 2)
        return [
            .tag("span", ["class": "side"], "\(name) \(mean)"), .tag("p", ["dir": "auto"], text),
        ]
    }

    private static func name(_ verdict: Verdict) -> String {
        switch verdict {
        case .sampled: "surely sampled"
        case .doubtful: "rather sampled"
        case .undecided: "could be either"
        case .plausible: "rather real"
        case .real: "surely real"
        }
    }
}
