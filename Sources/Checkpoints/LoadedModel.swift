import Models
import Networks
import Tensors
import Texts

/// Both networks of a checkpoint, ready for use.
public final class LoadedModel: @unchecked Sendable {
    /// The network that writes.
    public let generator: Generator
    /// The network that judges.
    public let discriminator: Discriminator
    /// The alphabet.
    public let alphabet: Alphabet
    /// The topics' names.
    public let topics: [String]
    /// What words tell about the topics; nil without topics, and in models of older versions.
    public let topicModel: TopicModel?
    /// The networks' shape.
    public let configuration: ModelConfiguration
    /// Where training stood.
    public let state: TrainingState

    /// The model of `checkpoint`.
    ///
    /// - Throws: ``CheckpointError`` when weights and configuration do not belong together.
    public init(_ checkpoint: Checkpoint, precision: Precision = .fastest, path: String = "") throws
    {
        let configuration = checkpoint.configuration
        if let problem = configuration.problem {
            throw CheckpointError.damaged(file: "\(path)/config.json", reason: problem)
        }
        guard configuration.symbols == checkpoint.alphabet.count,
            configuration.topics == checkpoint.topics.count
        else {
            throw CheckpointError.damaged(
                file: "\(path)/config.json",
                reason: "it does not belong to alphabet.json and topics.json")
        }
        topicModel = try checkpoint.checkedTopicModel(path: path)
        self.configuration = configuration
        alphabet = checkpoint.alphabet
        topics = checkpoint.topics
        state = checkpoint.state
        let source = RandomSource(seed: 0)
        generator = Generator(configuration, precision: precision, source)
        discriminator = Discriminator(configuration, precision: precision, source)
        try generator.parameters.load(
            checkpoint.generator, into: generator.parameters.values,
            file: "\(path)/generator.safetensors")
        try discriminator.parameters.load(
            checkpoint.discriminator, into: discriminator.parameters.values,
            file: "\(path)/discriminator.safetensors")
        generator.parameters.pack()
        discriminator.parameters.pack()
    }

    /// The model at `path`: a run folder (its best checkpoint) or one checkpoint's folder.
    public convenience init(path: String, precision: Precision = .fastest) throws {
        try self.init(RunFolder.best(at: path), precision: precision, path: path)
    }
}
