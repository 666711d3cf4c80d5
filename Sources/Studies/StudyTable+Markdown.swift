import Foundation

extension StudyTable {
    /// The table as Markdown: mean and deviation over the seeds, then the differences from the control.
    public var markdown: String {
        [absolute, differences].joined(separator: "\n\n")
    }

    private var measures: [StudyMeasure] {
        StudyMeasure.allCases.filter { measure in
            rows.contains { $0.cells[measure.rawValue] != nil }
        }
    }

    private var absolute: String {
        table(heading: "arm (seeds)") { cell in
            number(cell.value.mean, signed: false)
                + (cell.value.deviation.map { " ± " + number($0, signed: false) } ?? "")
        }
    }

    /// Mean difference from the control with its standard error; bold where it is a gain by more than two
    /// standard errors, in brackets where it is such a loss.
    private var differences: String {
        "Less the control (\(StudyArm.control.name)), seed by seed, with the standard error; **bold** is better "
            + "by more than two standard errors, (in brackets) worse by as much:\n\n"
            + table(heading: "arm") { cell in
                guard let difference = cell.difference else { return "" }
                let words =
                    number(difference.mean, signed: true)
                    + (difference.standardError.map { " ± " + number($0, signed: false) } ?? "")
                return cell.isGain ? "**\(words)**" : cell.isLoss ? "(\(words))" : words
            }
    }

    private func table(heading: String, _ words: (Cell) -> String) -> String {
        let withSeeds = heading.contains("seeds")
        var lines = [
            "| \(heading) | " + measures.map(\.heading).joined(separator: " | ") + " |",
            "|---|" + measures.map { _ in "---|" }.joined(),
        ]
        for row in rows where withSeeds || row.arm != StudyArm.control.name {
            let cells = measures.map { row.cells[$0.rawValue].map(words) ?? "" }
            let name = withSeeds ? "\(row.arm) (\(row.seeds))" : row.arm
            lines.append("| \(name) | " + cells.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n")
    }

    private func number(_ value: Double, signed: Bool) -> String {
        String(format: signed ? "%+.4f" : "%.4f", value)
    }
}
