import ArgumentParser
import Riposte

/// How texts are read, what the networks look like and how they are trained; a run that goes on
/// keeps what it began with.
struct ModelOptions: ParsableArguments {
    @Option(help: "What the duel minimises (relativistic).")
    var objective: ObjectiveName?

    @Option(help: "What kind of network judges (recurrent).")
    var discriminator: DiscriminatorKind?

    @Option(
        help: "What of the context the judge compares each character with (summary).")
    var matching: ContextMatching?

    @Option(
        help: .init(
            "Categories of a latent code that the generator learns to write by, besides two values "
                + "(none).", valueName: "n"),
        transform: Values.whole(2...1000))
    var codes: Int?

    @Option(help: "Whether the generator looks back at the whole context (on).")
    var attention: OnOff?

    @Option(
        help: .init(
            "What the topics are: the files and sub-folders, none, or discover:K to find K topics in "
                + "texts without labels (files).", valueName: "files|none|discover:K"),
        completion: .list(["files", "none", "discover:8"]), transform: TopicChoices.reader)
    var topics: CorpusOptions.TopicChoice?

    @Option(help: "What a sentence counts as: a line, or what Unicode's rules say (auto).")
    var layout: LayoutName?

    @Option(help: "What belongs together: what blank lines separate, or a file (auto).")
    var documents: DocumentsName?

    @Option(
        help: .init("Share of the text that is measured, not learned (0.1).", valueName: "share"),
        transform: Values.number(0.001...0.9))
    var heldOut: Double?

    @Option(
        help: .init("The most characters of context (128).", valueName: "n"),
        transform: Values.whole(0...100_000))
    var context: Int?

    @Option(
        help: .init("Characters of a continuation (64).", valueName: "n"),
        transform: Values.whole(1...100_000))
    var length: Int?

    @Option(
        help: .init(
            "Width of the generator's LSTM (384); the discriminator's too unless said otherwise.",
            valueName: "n"),
        transform: Values.whole(1...8192))
    var hidden: Int?

    @Option(
        help: .init(
            "Width of the discriminator's LSTM, which starts from the generator's weights only where "
                + "the two agree; or channels of its last convolution.", valueName: "n"),
        transform: Values.whole(1...8192))
    var discriminatorHidden: Int?

    @Option(
        help: .init("LSTM layers of the generator (1).", valueName: "n"),
        transform: Values.whole(1...16))
    var layers: Int?

    @Option(
        help: .init(
            "Passages of one update of either phase (16 in the likelihood phase, 64 in the duel); above 16 a "
                + "multiple of it.", valueName: "n"),
        transform: Values.whole(1...65_536))
    var batch: Int?

    @Option(help: "What matrix products read; auto is bf16 where the processor has it (auto).")
    var precision: PrecisionChoice?

    @Option(
        help: .init("Where everything random comes from (1).", valueName: "n"),
        transform: Values.seed)
    var seed: UInt64?

    @Option(
        help: .init(
            "JSON with some of the keys of a run's settings.json; options go before it.",
            valueName: "file"),
        completion: .file(extensions: ["json"]), transform: Values.path)
    var config: String?

    /// The configuration file; nil where none is named.
    func file() throws -> ConfigFile? { try config.map(ConfigFile.init) }

    /// `settings`, with `file`, the configuration file, and then the options in their place.
    func applied(to settings: RunSettings, _ file: ConfigFile?) throws -> RunSettings {
        var run = settings
        if let file { run = try file.applied(to: run) }
        if let topics { run.corpus.topics = topics }
        if let layout { run.corpus.layout = layout.choice }
        if let documents { run.corpus.documents = documents.choice }
        if let heldOut { run.corpus.heldOutShare = heldOut }
        if let attention {
            let usual = ModelConfiguration(symbols: 3, topics: 0).attention
            let width = run.configuration.attention
            run.configuration.attention = attention == .off ? 0 : width > 0 ? width : usual
        }
        if let discriminator { run.configuration.discriminator = discriminator }
        if let matching { run.configuration.contextMatching = matching }
        if let codes { run.configuration.codes = codes }
        if let context { run.configuration.shape.contextCharacters = context }
        if let length { run.configuration.shape.continuationCharacters = length }
        if let hidden {
            run.configuration.hidden = hidden
            run.configuration.discriminatorHidden = hidden
        }
        if let discriminatorHidden { run.configuration.discriminatorHidden = discriminatorHidden }
        if let layers { run.configuration.layers = layers }
        if let batch {
            run.settings.batch = batch
            run.settings.likelihoodBatch = batch
            run.settings.likelihoodShard = run.settings.shard
        }
        if let precision { run.settings.precision = precision.precision }
        if let seed { run.settings.seed = seed }
        if let objective { run.settings.objective = objective }
        let isInFile = file?.names("precision") == true
        let isAutomatic = precision == .auto || (precision == nil && !isInFile)
        if isAutomatic && run.settings.objective.needsFullPrecision {
            run.settings.precision = .f32
        }
        return run
    }

    /// The options that were given, by their names.
    var given: [String] {
        let all: [(String, Any?)] = [
            ("--objective", objective), ("--discriminator", discriminator),
            ("--matching", matching),
            ("--codes", codes), ("--attention", attention), ("--topics", topics),
            ("--layout", layout), ("--documents", documents), ("--held-out", heldOut),
            ("--context", context), ("--length", length), ("--hidden", hidden),
            ("--discriminator-hidden", discriminatorHidden), ("--layers", layers),
            ("--batch", batch), ("--precision", precision), ("--seed", seed), ("--config", config),
        ]
        return all.filter { $0.1 != nil }.map(\.0)
    }
}
