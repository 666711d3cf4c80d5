import Foundation
import Models
import Networks
import Texts

/// One complete checkpoint in memory: the networks' weights with all that is needed to use them, and
/// the optimisers' moments and the state with which training goes on.
public struct Checkpoint: Sendable {
    /// Tensors by name, in the order of the network.
    public typealias Tensors = [(name: String, tensor: Safetensors.Tensor)]

    /// The networks' shape.
    public var configuration: ModelConfiguration
    /// The alphabet.
    public var alphabet: Alphabet
    /// The topics' names.
    public var topics: [String]
    /// What words tell about the topics; nil without topics, and in checkpoints of older versions.
    public var topicModel: TopicModel?
    /// Where training stands.
    public var state: TrainingState
    /// The generator's weights.
    public var generator: Tensors
    /// The discriminator's weights.
    public var discriminator: Tensors
    /// The moments of both optimisers, empty in a checkpoint that is only used.
    public var optimizer: Tensors

    /// A checkpoint of these parts.
    public init(
        configuration: ModelConfiguration, alphabet: Alphabet, topics: [String],
        topicModel: TopicModel? = nil, state: TrainingState, generator: Tensors,
        discriminator: Tensors, optimizer: Tensors
    ) {
        self.configuration = configuration
        self.alphabet = alphabet
        self.topics = topics
        self.topicModel = topicModel
        self.state = state
        self.generator = generator
        self.discriminator = discriminator
        self.optimizer = optimizer
    }
}

extension Parameters {
    /// The values of all parameters as tensors.
    public var tensors: Checkpoint.Tensors {
        list.map { parameter in
            (parameter.name, tensor(of: parameter, in: values))
        }
    }

    /// The part of `memory` (laid out like ``values``) that belongs to `parameter`.
    public func tensor(of parameter: Parameter, in memory: UnsafeMutablePointer<Float>)
        -> Safetensors.Tensor
    {
        Safetensors.Tensor(
            shape: [parameter.rows, parameter.columns],
            elements: Array(
                UnsafeBufferPointer(start: memory + parameter.offset, count: parameter.count)))
    }

    /// Copies tensors into `memory` (laid out like ``values``), each checked for its shape.
    ///
    /// - Parameters:
    ///   - prefix: what stands before the parameters' names in `tensors`.
    ///   - file: the file to name in errors.
    /// - Throws: ``CheckpointError`` where a tensor is missing or has another shape.
    public func load(
        _ tensors: Checkpoint.Tensors, prefix: String = "",
        into memory: UnsafeMutablePointer<Float>, file: String
    ) throws {
        for (parameter, elements) in try matched(tensors, prefix: prefix, file: file) {
            (memory + parameter.offset).update(from: elements, count: parameter.count)
        }
    }

    /// The elements in `tensors` of each parameter.
    ///
    /// - Throws: ``CheckpointError`` when one is missing or has another shape.
    func matched(_ tensors: Checkpoint.Tensors, prefix: String = "", file: String) throws
        -> [(parameter: Parameter, elements: [Float])]
    {
        let known = Dictionary(tensors.map { ($0.name, $0.tensor) }, uniquingKeysWith: { $1 })
        return try list.map { parameter in
            guard let tensor = known[prefix + parameter.name] else {
                throw CheckpointError.missingTensor(file: file, tensor: prefix + parameter.name)
            }
            let expected = [parameter.rows, parameter.columns]
            guard tensor.shape == expected else {
                throw CheckpointError.wrongShape(
                    file: file, tensor: prefix + parameter.name, found: tensor.shape,
                    expected: expected)
            }
            return (parameter, tensor.elements)
        }
    }
}

extension Checkpoint {
    /// ``topicModel``, which must tell of the same topics. `path` is the checkpoint's, for the error.
    ///
    /// - Throws: ``CheckpointError/damaged(file:reason:)``.
    public func checkedTopicModel(path: String) throws -> TopicModel? {
        if let topicModel, topicModel.names != topics {
            throw CheckpointError.damaged(
                file: "\(path)/words.json", reason: "it does not belong to topics.json")
        }
        return topicModel
    }
}
