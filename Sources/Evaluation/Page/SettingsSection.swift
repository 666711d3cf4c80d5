/// What ran, so that it can be run again.
extension ReportPage {
    var settingsSection: Section? {
        let groups = [SettingsGroup(name: "This evaluation", lines: evaluationLines)] + settings
        return Section(
            id: "settings", name: "Settings and seeds",
            content: [
                .tag(
                    "div", ["class": "settings"],
                    groups.filter { !$0.lines.isEmpty }.map { group in
                        Table(
                            caption: group.name, columns: ["setting", "value"],
                            rows: group.lines.map { [$0.name, $0.value] }, isNumeric: false
                        ).markup
                    })
            ])
    }

    private var evaluationLines: [(name: String, value: String)] {
        [
            ("seed", "\(report.seed)"), ("samples at each temperature", "\(report.sampleCount)"),
            (
                "temperatures",
                report.sweep.map { Numbers.fixed(Double($0.temperature), 2) }.joined(
                    separator: ", ")
            ), ("guidance", Numbers.coordinate(Double(report.guidance))),
            ("candidates", "\(report.candidates)"),
            ("choice among them", report.choice?.rawValue ?? "none"),
            ("characters", "\(report.characters)"),
        ]
    }
}
