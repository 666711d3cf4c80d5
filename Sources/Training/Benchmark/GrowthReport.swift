import Foundation
import Tensors

/// How cost grows on a machine.
public struct GrowthReport: Codable, Sendable {
    /// Cores, processor and instruction set.
    public let machine: String
    /// What products read.
    public let precision: Precision
    /// What was timed of each dimension, by its name.
    public var growth: [String: [Growth.Point]] = [:]

    /// A report without figures yet.
    public init(precision: Precision) {
        machine = "\(Machine.cores) × \(Machine.processor), \(Machine.instructionSet)"
        self.precision = precision
    }

    /// The report as tables for people, each with a plot: a block is a factor of √2 in time.
    ///
    /// The last column is the time's growth since the first size over the arithmetic's: 1 where twice the
    /// arithmetic takes twice the time, above 1 where it takes longer.
    public var table: String {
        let tables = Growth.Dimension.allCases.compactMap { dimension in
            growth[dimension.rawValue].map { table(of: dimension, $0) }
        }
        return (["\(machine); \(precision.rawValue)"] + tables).joined(separator: "\n\n")
    }

    private func table(of dimension: Growth.Dimension, _ points: [Growth.Point]) -> String {
        guard let first = points.first else { return dimension.rawValue }
        let least = points.map(\.seconds).min() ?? first.seconds
        let isCorpus = dimension == .corpus
        let head =
            isCorpus
            ? row("corpus, MB", "seconds", "", "MB/s", "", "memory", "/text")
            : row(
                dimension.rawValue, "ms an update", "spread", "GFLOP/s", "share", "memory",
                "/arithmetic")
        let rows = points.map { point in
            let against =
                point.seconds / first.seconds * first.arithmetic / point.arithmetic
            let bar = String(
                repeating: "▇", count: 1 + Int((2 * log2(point.seconds / least)).rounded()))
            return row(
                "\(point.size)",
                String(format: isCorpus ? "%.2f" : "%.1f", point.seconds * (isCorpus ? 1 : 1000)),
                isCorpus ? "" : String(format: "±%.1f %%", 100 * point.spread),
                String(
                    format: "%.0f",
                    (point.operations ?? Double(point.characters) / 1e6) / point.seconds),
                point.shareOfCeiling.map { String(format: "%.0f %%", 100 * $0) } ?? "",
                point.peakMemory.map { String(format: "%.0f MB", Double($0) / 1e6) } ?? "–",
                String(format: "%.2f", against)) + "  " + bar
        }
        return ([head] + rows).joined(separator: "\n")
    }

    private func row(_ columns: String...) -> String {
        zip(columns, [10, 14, 9, 9, 7, 10, 12]).map { text, width in
            String(repeating: " ", count: max(0, width - text.count)) + text
        }.joined()
    }
}
