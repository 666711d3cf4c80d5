import ArgumentParser
import Foundation
import Riposte

/// `riposte bench`
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Tell how fast this machine trains and writes, in characters a second.",
        discussion: """
            Times updates of both phases and sampling, on made-up text: with plain networks of a \
            fixed size, which can be compared with others' figures, and with networks like those of \
            the model that is named (-default). Beside each stands how fast it would be if there \
            were only its matrix products, measured in turn with it. Each row runs in a process of its own.

              riposte bench
              riposte bench --only likelihood-lstm-512 duel-512 --precision f32
              riposte bench my-model --workers 1 --seconds 10 --json
              riposte bench --growth
              riposte bench --growth --only hidden corpus

            Rows: \(BenchmarkRow.allCases.map(\.rawValue).joined(separator: ", ")); start, the time \
            from the start of `riposte sample` to its first character. With --growth: \
            \(Growth.Dimension.allCases.map(\.rawValue).joined(separator: ", ")).
            """)

    @Argument(
        help: .init(
            "A run's folder or one checkpoint's; the model that comes along when left out.",
            valueName: "checkpoint"),
        completion: .directory, transform: Values.path)
    var path: String?

    @Option(
        parsing: .upToNextOption,
        help: .init("Only these rows.", valueName: "name"), transform: BenchmarkChoice.named)
    var only: [BenchmarkChoice] = []

    @Option(
        help: .init("Seconds that each row is timed (3).", valueName: "n"),
        transform: Values.number(0.01...3600))
    var seconds = 3.0

    @Option(
        help: .init("Threads; all cores when left out.", valueName: "n"),
        transform: Values.whole(1...1024))
    var workers: Int?

    @Option(help: "What matrix products read.")
    var precision = PrecisionChoice.auto

    @Flag(
        help: .init(
            "How cost grows with hidden size, batch, length, alphabet, workers and corpus (up to a file of 1 GB)."
        ))
    var growth = false

    @Flag(
        help: .init(
            "One JSON object: machine, precision, workers, rows, start, peakMemory; or machine, "
                + "precision, growth."))
    var json = false

    func validate() throws {
        if growth && path != nil {
            throw ValidationError("--growth times plain networks; leave the checkpoint out")
        }
        if let stray = only.first(where: { $0.isOfGrowth != growth }) {
            throw ValidationError(
                growth
                    ? "--growth has no row \(stray)" : "\(stray) is timed with --growth only")
        }
    }

    func run() throws {
        guard precision.precision.isSupported else {
            throw CommandFailure(
                "this processor has no products of \(precision.rawValue); use --precision f32")
        }
        if growth { return try reportGrowth() }
        let choices = only.isEmpty ? BenchmarkChoice.all : only
        let rows = BenchmarkRow.allCases.filter { choices.contains(.row($0)) }
        // A working copy or an installation may lack the model that comes along.
        let path = self.path ?? (try? ShippedModel.path())
        let line = ShareLine("timing")
        var report = try rows.count > 1 ? each(rows, line) : inThisProcess(rows, path, line)
        if choices.contains(.start) {
            line.show("start")
            if let path {
                report.start = try StartTime.measure(model: path)
            } else if !only.isEmpty {
                _ = try ShippedModel.path()
            }
        }
        line.clear()
        let output = Output.standard
        output.write((json ? try JSON.line(report) : report.table) + "\n")
        try output.check()
    }

    /// Each dimension in a process of its own, like the rows.
    private func reportGrowth() throws {
        let dimensions = Growth.Dimension.allCases.filter {
            only.isEmpty || only.contains(.dimension($0))
        }
        let line = ShareLine("timing")
        var report = GrowthReport(precision: precision.precision)
        for dimension in dimensions {
            let name = dimension.rawValue
            if dimensions.count == 1 {
                report.growth[name] = try Growth.points(
                    of: dimension, seconds: seconds, workers: workers,
                    precision: precision.precision
                ) { line.show("\(name) \($0)") }
            } else {
                line.show(name)
                let run = try OwnProgram.run(
                    ["bench", "--growth", "--json", "--only", name] + passedOn)
                report.growth.merge(
                    try JSONDecoder().decode(GrowthReport.self, from: run.output).growth
                ) { _, new in new }
            }
        }
        line.clear()
        let output = Output.standard
        output.write((json ? try JSON.line(report) : report.table) + "\n")
        try output.check()
    }

    /// The options that the processes of single rows get too.
    private var passedOn: [String] {
        ["--seconds", "\(seconds)", "--precision", precision.rawValue]
            + (workers.map { ["--workers", "\($0)"] } ?? [])
    }

    private func inThisProcess(_ rows: [BenchmarkRow], _ path: String?, _ line: ShareLine) throws
        -> BenchmarkReport
    {
        let model =
            try rows.contains { !$0.isPlain }
            ? path.map { try LoadedModel(path: $0, precision: precision.precision) } : nil
        return try Benchmark.run(
            rows, seconds: seconds, workers: workers, precision: precision.precision,
            writing: precision == .auto ? .fastest : .own, model: model
        ) { line.show($0.rawValue) }
    }

    /// Each row in a process of its own: none finds the memory that another has left.
    private func each(_ rows: [BenchmarkRow], _ line: ShareLine) throws -> BenchmarkReport {
        let reports = try rows.map { row in
            line.show(row.rawValue)
            let run = try OwnProgram.run(
                ["bench"] + (path.map { [$0] } ?? []) + ["--json", "--only", row.rawValue]
                    + passedOn)
            return try JSONDecoder().decode(BenchmarkReport.self, from: run.output)
        }
        return reports.dropFirst().reduce(reports[0]) { $0.joined(with: $1) }
    }
}

/// What `--only` can name.
enum BenchmarkChoice: Hashable, CustomStringConvertible {
    case row(BenchmarkRow)
    case start
    case dimension(Growth.Dimension)

    static let all = BenchmarkRow.allCases.map(BenchmarkChoice.row) + [.start]

    /// Whether it is timed with `--growth`.
    var isOfGrowth: Bool {
        if case .dimension = self { return true }
        return false
    }

    /// Its name.
    var description: String {
        switch self {
        case .row(let row): row.rawValue
        case .start: "start"
        case .dimension(let dimension): dimension.rawValue
        }
    }

    /// The choice of this name.
    static let named: Values.Reader<BenchmarkChoice> = { text in
        if text == "start" { return .start }
        if let dimension = Growth.Dimension(rawValue: text) { return .dimension(dimension) }
        guard let row = BenchmarkRow(rawValue: text) else {
            let names = BenchmarkRow.allCases.map(\.rawValue).joined(separator: ", ")
            throw Values.Problem(
                description:
                    "there is no row of this name; there are \(names), start; with --growth "
                    + Growth.Dimension.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return .row(row)
    }
}
