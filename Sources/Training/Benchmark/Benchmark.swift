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
    ///   - writing: what is multiplied when text is written.
    ///   - model: the `-default` rows time networks of this model's shape; of the default shape when
    ///     nil.
    ///   - progress: hears the name of each row as it begins.
    public static func run(
        _ rows: [BenchmarkRow] = BenchmarkRow.allCases, seconds: Double, workers: Int?,
        precision: Precision, writing: WritingPrecision, model: LoadedModel?,
        progress: (BenchmarkRow) -> Void
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
                            like: model?.configuration, on: corpus, settings, writing, pool: pool)
                } ?? row.plainWorkload(settings, writing, pool: pool)
            return try measure(row, workload, seconds: seconds, precision: precision, pool: pool)
        }
        return BenchmarkReport(
            machine: "\(Machine.cores) × \(Machine.processor), \(Machine.instructionSet)",
            precision: precision, writing: writing.name(rows: 1, precision), workers: pool.count,
            rows: measured,
            peakMemory: measured.compactMap(\.peakMemory).max())
    }

    /// What the repetitions of a workload took.
    struct Timings {
        var whole = Timing()
        /// Its products alone.
        var alone = Timing()
        var aside = Timing()
        /// The products' time over the whole.
        var shares = Timing()
        var parts = Workload.Parts()
        /// The most memory that the process had held by the end of the warm-up.
        var peakMemory: Int?
    }

    /// Repeats a workload and its products in turn for about `seconds`, so that what disturbs one disturbs
    /// the other; two repetitions warm it up.
    static func time(
        _ workload: Workload, seconds: Double, precision: Precision, pool: WorkerPool
    ) throws -> Timings {
        var timings = Timings()
        for index in 0..<2 { try workload.run(index, &timings.parts) }
        timings = Timings(peakMemory: Machine.peakMemory)
        let products = ProductRun(
            workload.products, precision: precision, workers: pool.count, isInt8: workload.isInt8)
        products.run(pieces: workload.pieces, on: pool)
        repeat {
            let index = 2 + timings.whole.seconds.count
            let began = ContinuousClock.now
            try workload.run(index, &timings.parts)
            timings.whole.seconds.append(began.duration(to: .now).seconds)
            timings.alone.time { products.run(pieces: workload.pieces, on: pool) }
            if let part = workload.aside { try timings.aside.time { try part(index) } }
            timings.shares.seconds.append(
                (timings.alone.seconds.last ?? 0) / (timings.whole.seconds.last ?? 1))
        } while timings.whole.seconds.reduce(0, +) < seconds
        return timings
    }

    private static func measure(
        _ row: BenchmarkRow, _ workload: Workload, seconds: Double, precision: Precision,
        pool: WorkerPool
    ) throws -> BenchmarkReport.Row {
        let timings = try time(workload, seconds: seconds, precision: precision, pool: pool)
        let (whole, alone, aside) = (timings.whole, timings.alone, timings.aside)
        let characters = Double(workload.characters)
        var row = BenchmarkReport.Row(
            name: row, charactersPerSecond: characters / whole.median, spread: whole.spread,
            shareOfCeiling: timings.shares.median,
            ceilingCharactersPerSecond: characters / alone.median,
            ceilingGFLOPS: workload.operations / alone.median / 1e9,
            repetitions: whole.seconds.count, peakMemory: timings.peakMemory, parts: [])
        if !aside.seconds.isEmpty {
            row.parts = [
                .init(name: "sampling", seconds: aside.median),
                .init(
                    name: "discriminator",
                    seconds: max(0, timings.parts.judging.median - aside.median)),
                .init(name: "generator", seconds: timings.parts.generator.median),
            ]
        }
        return row
    }
}
