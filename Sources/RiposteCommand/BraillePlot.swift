/// A curve in braille characters, each of which has two columns of four dots.
package enum BraillePlot {
    /// Draws `curve` in `height` rows of `width` cells, with its highest and lowest value before the
    /// first and last row.
    ///
    /// - Returns: `height` rows that are `width` columns wide; blank ones before there are two points.
    package static func rows(_ curve: Curve, width: Int, height: Int) -> [String] {
        let labelled = width >= labelWidth + 8
        let cells = labelled ? width - labelWidth : width
        guard cells > 0, height > 0, curve.points.count > 1 else {
            return Array(repeating: String(repeating: " ", count: max(0, width)), count: height)
        }
        let values = curve.sampled(2 * cells)
        let (low, high) = (values.min() ?? 0, values.max() ?? 0)
        let lines = picture(values, from: low, to: high, cells: cells, height: height)
        guard labelled else { return lines }
        return lines.enumerated().map { row, line in
            let value = row == 0 ? high : row == height - 1 ? low : nil
            return label(value) + line
        }
    }

    private static let labelWidth = 8

    private static func label(_ value: Double?) -> String {
        guard let value else { return String(repeating: " ", count: labelWidth) }
        let text = Figures.decimal(value, places: abs(value) < 1000 ? 2 : 0)
        return String(repeating: " ", count: max(0, labelWidth - 1 - text.count)) + text + " "
    }

    /// Sets the dots of `values`, two a cell, and those between neighbours, so that the curve has no gaps.
    private static func picture(
        _ values: [Double], from low: Double, to high: Double, cells: Int, height: Int
    ) -> [String] {
        let top = 4 * height - 1
        let levels = values.map { value in
            high > low ? Int(((value - low) / (high - low) * Double(top)).rounded()) : top / 2
        }
        var dots = [[UInt32]](repeating: [UInt32](repeating: 0, count: cells), count: height)
        for (x, level) in levels.enumerated() {
            let before = x > 0 ? levels[x - 1] : level
            // The neighbour has its own dot.
            let first = before < level ? before + 1 : before > level ? before - 1 : level
            for y in min(first, level)...max(first, level) {
                let down = top - y
                dots[down / 4][x / 2] |= bit(column: x % 2, row: down % 4)
            }
        }
        return dots.map { row in
            String(String.UnicodeScalarView(row.compactMap { Unicode.Scalar(0x2800 + $0) }))
        }
    }

    /// The bit of a dot in a braille pattern (Unicode, "Braille Patterns").
    private static func bit(column: Int, row: Int) -> UInt32 {
        let bits: [[UInt32]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]
        return bits[column][row]
    }
}
