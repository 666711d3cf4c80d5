/// Every measure as a number, each beside real text's.
extension ReportPage {
    var measuresSection: Section? {
        var content: [Markup] = [
            .paragraph(
                """
                Bits per character are counted at temperature 1 with the true context and \
                topic, then with another document's context and under another topic.
                """),
            Table(
                caption: "Bits per character",
                columns: [
                    "model", "characters", "bits", "other context", "context gain", "other topic",
                    "topic gain",
                ], rows: arms.map(likelihoodRow)
            ).markup,
        ]
        if arms.contains(where: { !$0.report.sweep.isEmpty }) {
            content += [
                .tag("h3", "Samples at each temperature"),
                Table(
                    caption: "Real text's own figures stand in the rows below each model's",
                    columns: ["model", "temperature"] + EvaluationReport.columns.map(\.name),
                    rows: arms.flatMap(sweepRows)
                ).markup, legendOfMeasures,
            ]
        }
        return Section(id: "measures", name: "Measures", content: content)
    }

    private func likelihoodRow(_ arm: Arm) -> [String] {
        let report = arm.report
        func bits(_ value: Double?) -> String { value.map { Numbers.fixed($0, 4) } ?? "–" }
        return [
            arm.name, "\(report.characters)", bits(report.bitsPerCharacter),
            bits(report.bitsPerCharacterOtherContext), bits(report.measuredContextGain),
            bits(report.bitsPerCharacterOtherTopic), bits(report.topicGain),
        ]
    }

    private func sweepRows(_ arm: Arm) -> [[String]] {
        func cells(_ values: [Double?]) -> [String] {
            values.map { value in value.map { Numbers.fixed($0, 3) } ?? "–" }
        }
        let points = arm.report.sweep
        var rows = points.map { point in
            [arm.name, Numbers.fixed(Double(point.temperature), 2)]
                + cells(EvaluationReport.columns.map { point[keyPath: $0.value] })
        }
        if let first = points.first {
            rows.append(
                ["real text", ""] + cells(EvaluationReport.columns.map { first[keyPath: $0.real] }))
        }
        return rows
    }

    private var legendOfMeasures: Markup {
        .tag(
            "details", [:],
            [
                .tag("summary", "What the measures mean"),
                .tag(
                    "dl", [:],
                    EvaluationReport.columns.flatMap { column -> [Markup] in
                        [
                            .tag("dt", [:], [.tag("strong", column.name)]),
                            .tag("dd", column.meaning),
                        ]
                    }),
            ])
    }
}
