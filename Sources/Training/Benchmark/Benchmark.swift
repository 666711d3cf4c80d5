import Checkpoints
import Models
import Tensors
import Texts

/// Times the two phases of training and sampling on text that is made up, and beside each the matrix
/// products that it contains, alone.
public enum Benchmark {
    /// Runs `rows`, each for about `seconds`, after a warm-up of two repetitions.
    ///
    /// - Parameters:
    ///   - model: the `-default` rows time networks of this model's shape; of the default shape when
    ///     nil.
    ///   - progress: hears the name of each row as it begins.
    public static func run(
        _ rows: [BenchmarkRow] = BenchmarkRow.allCases, seconds: Double, workers: Int?,
        precision: Precision, model: LoadedModel?, progress: (BenchmarkRow) -> Void
    ) throws -> BenchmarkReport {
        let pool = WorkerPool(count: workers)
        defer { pool.close() }
        var settings = TrainingSettings()
        settings.precision = precision
        let makesDefault = rows.contains { !$0.isPlain }
        let corpus = makesDefault ? try MadeUpText.corpus(like: model) : nil
        let measured = try rows.map { row in
            progress(row)
            let workload =
                try corpus.flatMap { corpus in
                    row.isPlain
                        ? nil
                        : try row.workload(
                            like: model?.configuration, on: corpus, settings, pool: pool)
                } ?? row.plainWorkload(settings, pool: pool)
            return try measure(row, workload, seconds: seconds, precision: precision, pool: pool)
        }
        return BenchmarkReport(
            machine: "\(Machine.cores) × \(Machine.processor), \(Machine.instructionSet)",
            precision: precision, workers: pool.count, rows: measured,
            peakMemory: measured.compactMap(\.peakMemory).max())
    }

    /// Repeats a workload and its products in turn, so that what disturbs one disturbs the other.
    private static func measure(
        _ row: BenchmarkRow, _ workload: Workload, seconds: Double, precision: Precision,
        pool: WorkerPool
    ) throws -> BenchmarkReport.Row {
        var parts = Workload.Parts()
        for index in 0..<2 { try workload.run(index, &parts) }
        let peakMemory = Machine.peakMemory
        let products = ProductRun(workload.products, precision: precision, workers: pool.count)
        products.run(pieces: workload.pieces, on: pool)

        parts = Workload.Parts()
        var (whole, alone, aside, shares) = (Timing(), Timing(), Timing(), Timing())
        repeat {
            let index = 2 + whole.seconds.count
            try whole.time { try workload.run(index, &parts) }
            alone.time { products.run(pieces: workload.pieces, on: pool) }
            if let part = workload.aside { try aside.time { try part(index) } }
            shares.seconds.append((alone.seconds.last ?? 0) / (whole.seconds.last ?? 1))
        } while whole.seconds.reduce(0, +) < seconds

        let characters = Double(workload.characters)
        var row = BenchmarkReport.Row(
            name: row, charactersPerSecond: characters / whole.median, spread: whole.spread,
            shareOfCeiling: shares.median, ceilingCharactersPerSecond: characters / alone.median,
            ceilingGFLOPS: products.operations * Double(workload.pieces) / alone.median / 1e9,
            repetitions: whole.seconds.count, peakMemory: peakMemory, parts: [])
        if !aside.seconds.isEmpty {
            row.parts = [
                .init(name: "sampling", seconds: aside.median),
                .init(
                    name: "discriminator", seconds: max(0, parts.judging.median - aside.median)),
                .init(name: "generator", seconds: parts.generator.median),
            ]
        }
        return row
    }
}
