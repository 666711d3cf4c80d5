import ArgumentParser
import Riposte

/// `riposte bench`
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Tell how fast this machine trains and writes, in characters a second.",
        discussion: """
            Times an update of each phase and sampling, on made-up text, with a model of default \
            size or with the one that is named.

              riposte bench
              riposte bench my-model --workers 1 --seconds 10 --json
            """)

    @Argument(
        help: .init(
            "A run's folder or one checkpoint's; a fresh model of default size when left out.",
            valueName: "checkpoint"),
        completion: .directory, transform: Values.path)
    var path: String?

    @Option(
        help: .init("Seconds that each row is timed.", valueName: "n"),
        transform: Values.number(0.01...3600))
    var seconds = 3.0

    @Option(
        help: .init("Threads; all cores when left out.", valueName: "n"),
        transform: Values.whole(1...1024))
    var workers: Int?

    @Option(help: "What matrix products read.")
    var precision = PrecisionChoice.auto

    @Flag(help: "One JSON object: machine, precision, workers, rows.")
    var json = false

    func run() throws {
        let model = try path.map {
            try LoadedModel(path: $0, precision: precision.precision)
        }
        let line = ShareLine("timing")
        let report = try Benchmark.run(
            seconds: seconds, workers: workers, precision: precision.precision, model: model
        ) { line.show($0) }
        line.clear()
        let output = Output.standard
        output.write((json ? try JSON.line(report) : report.table) + "\n")
        try output.check()
    }
}
