import Models
import Tensors
import Texts

extension Workload {
    /// A plain LSTM language model.
    static func plainShape(hidden: Int, symbols: Int = 96, length: Int = 100) -> ModelConfiguration
    {
        var shape = ModelConfiguration(symbols: symbols, topics: 0)
        shape.hidden = hidden
        shape.contextHidden = 0
        shape.attention = 0
        shape.noise = 0
        shape.shape = PassageShape(
            contextUnits: 0, contextCharacters: 0, continuationCharacters: length)
        return shape
    }
}

extension ModelConfiguration {
    /// This plain shape with something to duel about: topics, noise, and a discriminator of 256.
    fileprivate var duelling: ModelConfiguration {
        var shape = ModelConfiguration(symbols: symbols, topics: 8)
        shape.hidden = hidden
        shape.contextHidden = 0
        shape.attention = 0
        shape.discriminatorHidden = 256
        shape.conditioning = 128
        shape.shape = self.shape
        shape.shape.continuationCharacters = 64
        return shape
    }
}

extension BenchmarkRow {
    /// Whether its networks are plain ones of a fixed size, not the shipped model's.
    public var isPlain: Bool {
        switch self {
        case .likelihoodDefault, .duelDefault, .sampleDefault, .sampleDefaultx64: false
        default: true
        }
    }

    private var streams: Int {
        switch self {
        case .sample512x64, .sampleDefaultx64: 64
        default: 1
        }
    }

    /// What it repeats, with networks that read no context.
    func plainWorkload(
        _ settings: TrainingSettings, _ writing: WritingPrecision, pool: WorkerPool
    ) throws -> Workload {
        let isDuel = self == .duel256 || self == .duel512
        let hidden = self == .likelihoodLSTM256 || self == .duel256 ? 256 : 512
        var shape = Workload.plainShape(hidden: hidden)
        if isDuel { shape = shape.duelling }
        if self == .likelihoodLSTM512x2 { shape.layers = 2 }

        var settings = settings
        settings.keep = 1
        settings.discriminatorKeep = 1
        settings.realismWeight = 1
        settings.topicWeight = 0
        settings.contextWeight = 0
        settings.likelihoodWeight = 0
        let isSampling = self == .sample512 || self == .sample512x64
        let size =
            isSampling ? Workload.share(of: streams, among: pool).width : settings.shard
        let setting = Workload.Setting(
            configuration: shape, settings: settings,
            data: MadeUpText.Batches(shape, size: size), contextSteps: 0, pool: pool,
            writing: writing)
        if isSampling { return try .sampling(setting, streams: streams) }
        return isDuel ? .duel(setting) : .likelihood(setting)
    }

    /// What it repeats, with networks like `configuration` (the default when nil) and passages of
    /// `corpus`. Both phases have the duel's batch here, so that their rows compare; the likelihood phase's
    /// own batch is smaller (``TrainingSettings/likelihoodBatch``), and Adam has more to do for a character.
    func workload(
        like configuration: ModelConfiguration?, on corpus: Corpus, _ settings: TrainingSettings,
        _ writing: WritingPrecision, pool: WorkerPool
    ) throws -> Workload {
        var shape =
            configuration
            ?? ModelConfiguration(symbols: corpus.alphabet.count, topics: corpus.topicNames.count)
        shape.symbols = corpus.alphabet.count
        shape.topics = corpus.topicNames.count
        let data = TrainingData(corpus, shape: shape.shape, settings: settings)
        // Each shard reads as many steps as its longest context has; products are counted for the mean.
        let shards = try data.shards(
            of: settings.shard, 0..<16 * settings.batch, RandomSource(seed: 1))
        let steps = shards.reduce(0) { $0 + $1.batch.contextSteps } / shards.count
        let setting = Workload.Setting(
            configuration: shape, settings: settings, data: data, contextSteps: steps, pool: pool,
            writing: writing)
        switch self {
        case .duelDefault: return .duel(setting)
        case .sampleDefault, .sampleDefaultx64: return try .sampling(setting, streams: streams)
        default: return .likelihood(setting)
        }
    }
}
