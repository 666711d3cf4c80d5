/// Quality against diversity: all arms at all temperatures, beside real text.
extension ReportPage {
    var diversitySection: Section? {
        let measured = arms.filter { !$0.report.sweep.isEmpty }
        guard let first = measured.first?.report.sweep.first else { return nil }
        func place(_ value: Double?) -> Double { value ?? .nan }
        var series = measured.map { arm in
            let points = arm.report.sweep.sorted { $0.temperature < $1.temperature }
            return Plot.Series(
                name: arm.name, points: points.map { (place($0.lm), place($0.rlm)) },
                style: .marked,
                labels: points.map { Numbers.fixed(Double($0.temperature), 2) })
        }
        series.append(
            Plot.Series(
                name: "real text", points: [(place(first.lmReal), place(first.rlmReal))],
                style: .points, labels: ["real text"]))
        let rows = measured.flatMap { arm in
            arm.report.sweep.map { point in
                [
                    arm.name, Numbers.fixed(Double(point.temperature), 2),
                    Numbers.fixed(place(point.lm), 3), Numbers.fixed(place(point.rlm), 3),
                ]
            }
        }
        let figure = Figure(
            plot: Plot(
                title: "Quality against diversity", xName: "LM, bits per character",
                yName: "RLM, bits per character", series: series),
            note: "Each line is a model, each mark a temperature. Further left is better quality, "
                + "further down is more diversity; a model is better than another where its line runs "
                + "below.",
            table: Table(
                caption: "LM and RLM of every arm", columns: ["arm", "temperature", "LM", "RLM"],
                rows: rows + [
                    [
                        "real text", "", Numbers.fixed(place(first.lmReal), 3),
                        Numbers.fixed(place(first.rlmReal), 3),
                    ]
                ]))
        return Section(
            id: "diversity", name: "Quality and diversity",
            content: [
                .paragraph(
                    """
                    LM: what samples cost under a 6-gram model of real text. RLM: what real \
                    text costs under a 6-gram model of the samples. Real text has its own \
                    figures, at the same number of characters: \(Numbers.grouped(first.characters)).
                    """),
                .tag("div", ["class": "figures large"], [figure.markup]),
            ])
    }
}
