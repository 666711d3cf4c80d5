import Foundation
import Models
import Networks
import Tensors
import Testing

/// Networks that `Tests/Reference/make_golden.py` ran in PyTorch in double precision: their
/// configuration, weights, logits and gradients.
struct Golden {
    /// The names of the golden networks.
    static let names = ["one-layer", "two-layers-attention", "characters-matched"]

    let configuration: ModelConfiguration
    private let tensors: [String: Safetensors.Tensor]

    /// The network `name` in `Tests/Reference/golden`.
    init(_ name: String) throws {
        let folder = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Reference/golden")
        func contents(_ kind: String) throws -> Data {
            try Data(contentsOf: folder.appendingPathComponent("\(name).\(kind)"))
        }
        configuration = try JSONDecoder().decode(
            ModelConfiguration.self, from: contents("json"))
        tensors = try Safetensors.decode(contents("safetensors"))
    }

    /// The elements of the tensor `name`, which must be there.
    subscript(name: String) -> [Float] {
        guard let tensor = tensors[name] else { fatalError("no \(name) in the golden file") }
        return tensor.elements
    }

    /// The golden passages with the golden topic vectors. They are checked to be those that
    /// PyTorch was given.
    func batch() throws -> Batch {
        let batch = TinyPassages.batch(topics: self["topics"])
        try #require(batch.targets == self["targets"].map { Int32($0) })
        try #require(batch.before == self["before"].map { Int32($0) })
        return batch
    }

    /// A generator with the golden weights.
    func generator(_ precision: Precision = .f32) -> Generator {
        let generator = Generator(configuration, precision: precision, RandomSource(seed: 1))
        load("generator", into: generator.parameters)
        return generator
    }

    /// A discriminator with the golden weights.
    func discriminator(_ precision: Precision = .f32) -> Discriminator {
        let discriminator = Discriminator(
            configuration, precision: precision, RandomSource(seed: 1))
        load("discriminator", into: discriminator.parameters)
        return discriminator
    }

    /// Compares the gradients of all of a network's parameters.
    func expectGradients(
        _ gradients: GradientMemory, of owner: String, tolerance: Float,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for parameter in gradients.parameters.list {
            expectClose(
                gradients[parameter], self["\(owner)/\(parameter.name).gradient"],
                tolerance: tolerance, "\(owner)/\(parameter.name).gradient",
                sourceLocation: sourceLocation)
        }
    }

    private func load(_ owner: String, into parameters: Parameters) {
        for parameter in parameters.list {
            let elements = self["\(owner)/\(parameter.name)"]
            precondition(elements.count == parameter.count, "shape of \(parameter.name)")
            _ = parameters.value(of: parameter).elements.update(from: elements)
        }
        parameters.pack()
    }
}

/// Room for the gradients of a network, zero at first.
final class GradientMemory {
    let parameters: Parameters
    let pointer: UnsafeMutablePointer<Float>

    init(_ parameters: Parameters) {
        self.parameters = parameters
        pointer = .allocate(capacity: parameters.count)
        pointer.initialize(repeating: 0, count: parameters.count)
    }

    deinit { pointer.deallocate() }

    /// The gradient by one parameter.
    subscript(parameter: Parameter) -> [Float] {
        Array(UnsafeBufferPointer(start: pointer + parameter.offset, count: parameter.count))
    }
}

/// Expects `values` to be `expected` up to `tolerance` of the largest magnitude in it.
func expectClose(
    _ values: some Sequence<Float>, _ expected: [Float], tolerance: Float, _ name: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let values = Array(values)
    #expect(values.count == expected.count, "\(name)", sourceLocation: sourceLocation)
    let largest = expected.reduce(1e-6) { max($0, abs($1)) }
    let deviation = zip(values, expected).reduce(Float(0)) { worst, pair in
        let difference = abs(pair.0 - pair.1)
        return difference.isNaN ? .infinity : max(worst, difference)
    }
    #expect(
        deviation <= tolerance * largest, "\(name): off by \(deviation) of \(largest)",
        sourceLocation: sourceLocation)
}
