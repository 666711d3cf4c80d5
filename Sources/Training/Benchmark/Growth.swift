import Models
import Tensors
import Texts

/// How cost grows, one dimension at a time: of a likelihood update, from a plain LSTM language model of
/// 256 (embedding 64, 96 symbols, 64×100 characters); and of the beginning of training, with the corpus.
public enum Growth {
    /// What grows.
    public enum Dimension: String, CaseIterable, Codable, Sendable {
        /// Width of the state.
        case hidden
        /// Texts of an update, in shards of 16, but two shards at least.
        case batch
        /// Characters of a text.
        case length
        /// Symbols.
        case alphabet
        /// Threads.
        case workers
        /// Megabytes of text from which training begins.
        case corpus

        /// The sizes that are timed.
        func sizes(workers: Int) -> [Int] {
            switch self {
            case .hidden: [128, 256, 512, 1024, 2048]
            case .batch: [16, 32, 64, 128, 256]
            case .length: [25, 50, 100, 200, 400]
            case .alphabet: [100, 300, 1000, 3000, 6000]
            case .workers: Array(1...max(1, workers))
            case .corpus: [1, 10, 100, 1000]
            }
        }
    }

    /// One size of one dimension.
    public struct Point: Codable, Sendable {
        /// The size.
        public var size: Int
        /// Seconds of an update, or from a file of text to the first batch: the median.
        public var seconds: Double
        /// Half the distance between the quartiles, as a share of the median.
        public var spread: Double
        /// Characters of an update; of the corpus.
        public var characters: Int
        /// Multiplications and additions of the update's matrix products, in billions; nil for a corpus.
        public var operations: Double?
        /// The time that the products alone take, as a share of its time; nil for a corpus.
        public var shareOfCeiling: Double?
        /// The most memory that the process has held, in bytes; nil where the system does not tell.
        public var peakMemory: Int?

        /// What the arithmetic alone would grow with.
        var arithmetic: Double { operations ?? Double(characters) }
    }

    /// Times `dimension` at each of its sizes.
    ///
    /// - Parameters:
    ///   - seconds: how long each size is timed after its warm-up; a corpus is read once.
    ///   - progress: hears each size as it begins.
    public static func points(
        of dimension: Dimension, seconds: Double, workers: Int?, precision: Precision,
        progress: (Int) -> Void
    ) throws -> [Point] {
        try dimension.sizes(workers: workers ?? Machine.cores).map { size in
            progress(size)
            if dimension == .corpus { return try corpus(megabytes: size) }
            return try update(
                dimension, size, seconds: seconds, workers: workers, precision: precision)
        }
    }

    private static func update(
        _ dimension: Dimension, _ size: Int, seconds: Double, workers: Int?, precision: Precision
    ) throws -> Point {
        let pool = WorkerPool(count: dimension == .workers ? size : workers)
        defer { pool.close() }
        var settings = TrainingSettings()
        settings.precision = precision
        settings.keep = 1
        var shape = Workload.plainShape(hidden: 256)
        switch dimension {
        case .hidden: shape.hidden = size
        case .batch: settings.batch = size
        case .length: shape.shape.continuationCharacters = size
        case .alphabet: shape.symbols = size
        case .workers, .corpus: break
        }
        settings.shard = min(settings.shard, settings.batch / 2)
        let workload = Workload.likelihood(
            Workload.Setting(
                configuration: shape, settings: settings,
                data: MadeUpText.Batches(shape, size: settings.shard), contextSteps: 0, pool: pool))
        let timings = try Benchmark.time(
            workload, seconds: seconds, precision: precision, pool: pool)
        return Point(
            size: size, seconds: timings.whole.median, spread: timings.whole.spread,
            characters: workload.characters, operations: workload.operations / 1e9,
            shareOfCeiling: timings.shares.median, peakMemory: timings.peakMemory)
    }

    /// From a file of so many megabytes to the first batch: reading, alphabet, documents, held-out split.
    private static func corpus(megabytes: Int) throws -> Point {
        let bytes = megabytes * 1_000_000
        return try MadeUpText.withFile(bytes: bytes) { path in
            var timing = Timing()
            try timing.time {
                let corpus = try Corpus.open([path], options: CorpusOptions(topics: .none))
                let settings = TrainingSettings()
                let shape = ModelConfiguration(symbols: corpus.alphabet.count, topics: 0)
                _ = try TrainingData(corpus, shape: shape.shape, settings: settings).shards(
                    of: settings.shard, 0..<settings.batch, RandomSource(seed: 1))
            }
            return Point(
                size: megabytes, seconds: timing.median, spread: 0, characters: bytes,
                operations: nil, shareOfCeiling: nil, peakMemory: Machine.peakMemory)
        }
    }
}
