import Foundation
import Models
import Networks
import Tensors
import Texts

/// Both networks of a checkpoint, ready for use.
public final class LoadedModel: @unchecked Sendable {
    /// The network that writes.
    public let generator: Generator
    /// The network that judges; its weights are prepared when it is first asked for, since many uses
    /// only write.
    public var discriminator: Discriminator {
        lock.withLock {
            if let waiting = judgeWeights {
                judge.parameters.allocate()
                for (parameter, elements) in waiting {
                    (judge.parameters.values + parameter.offset).update(
                        from: elements, count: elements.count)
                }
                judge.parameters.pack()
                judgeWeights = nil
            }
            return judge
        }
    }
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

    private let judge: Discriminator
    private var judgeWeights: [(parameter: Parameter, elements: [Float])]?
    private let lock = NSLock()

    /// The model of `checkpoint`.
    ///
    /// - Parameter precision: what products read; the fastest when nil, and then the generator writes in
    ///   int8 where that is faster still.
    /// - Throws: ``CheckpointError`` when weights and configuration do not belong together.
    public init(_ checkpoint: Checkpoint, precision: Precision? = nil, path: String = "") throws {
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
        generator = Generator(shapedAs: configuration, precision: precision ?? .fastest)
        generator.writing = precision == nil ? .fastest : .own
        generator.parameters.allocate()
        try generator.parameters.load(
            checkpoint.generator, into: generator.parameters.values,
            file: "\(path)/generator.safetensors")
        generator.parameters.pack()
        judge = Discriminator(shapedAs: configuration, precision: precision ?? .fastest)
        judgeWeights = try judge.parameters.matched(
            checkpoint.discriminator, file: "\(path)/discriminator.safetensors")
    }

    /// The model at `path`: a run folder (its best checkpoint) or one checkpoint's folder.
    ///
    /// - Throws: ``CheckpointError``.
    public convenience init(path: String, precision: Precision? = nil) throws {
        try self.init(RunFolder.best(at: path), precision: precision, path: path)
    }
}
