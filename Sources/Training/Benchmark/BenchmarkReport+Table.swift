import Foundation

extension BenchmarkReport {
    /// The report as a table for people.
    public var table: String {
        var lines = [
            "\(machine); \(precision.rawValue)"
                + (writing == precision.rawValue ? "" : ", writing in \(writing)")
                + ", \(workers) worker\(workers == 1 ? "" : "s")"
        ]
        if !rows.isEmpty {
            lines += [
                "",
                BenchmarkReport.line([
                    "", "characters/s", "spread", "products alone", "share", "GFLOP/s", "memory",
                ]),
            ]
        }
        for row in rows {
            lines.append(
                BenchmarkReport.line([
                    row.name.rawValue, grouped(row.charactersPerSecond),
                    String(format: "±%.1f %%", 100 * row.spread),
                    grouped(row.ceilingCharactersPerSecond),
                    String(format: "%.0f %%", 100 * row.shareOfCeiling),
                    String(format: "%.0f", row.ceilingGFLOPS), megabytes(row.peakMemory),
                ]))
            let whole = row.parts.reduce(0) { $0 + $1.seconds }
            if whole > 0 {
                lines.append(
                    "  "
                        + row.parts.map {
                            String(
                                format: "%@ %.0f ms (%.0f %%)", $0.name, 1000 * $0.seconds,
                                100 * $0.seconds / whole)
                        }.joined(separator: ", "))
            }
        }
        lines.append("")
        if let start {
            lines.append(
                String(
                    format: "start: first character after %.0f ms, %d characters and the end after "
                        + "%.0f ms (medians of %d)", 1000 * start.secondsToFirstCharacter,
                    start.characters, 1000 * start.secondsToExit, start.repetitions))
        }
        if peakMemory != nil { lines.append("peak memory: \(megabytes(peakMemory))") }
        return lines.joined(separator: "\n")
    }

    private static let widths = [-22, 13, 9, 15, 7, 9, 9]

    /// Columns side by side, the first one left-aligned.
    private static func line(_ columns: [String]) -> String {
        zip(columns, widths).map { text, width in
            let blanks = String(repeating: " ", count: max(0, abs(width) - text.count))
            return width < 0 ? text + blanks : blanks + text
        }.joined()
    }

    /// `12,345`
    private func grouped(_ number: Double) -> String {
        var digits = String(format: "%.0f", number)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return ([digits] + groups).joined(separator: ",")
    }

    private func megabytes(_ bytes: Int?) -> String {
        bytes.map { String(format: "%.0f MB", Double($0) / 1e6) } ?? "–"
    }
}
