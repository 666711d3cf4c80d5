import Models
import Networks
import Testing

extension Parameters {
    /// The elements of the parameter called `name`.
    func elements(_ name: String) throws -> [Float] {
        let parameter = try #require(list.first { $0.name == name }, "\(name)")
        return Array(value(of: parameter).elements)
    }
}

/// Whether `discriminator` has taken over what reads the context, and the topic, from `generator`.
func expectContextReaderOf(
    _ generator: Generator, in discriminator: Discriminator,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    for name in ["embedding", "encoder.lstm.weight", "conditioning.topics"] {
        #expect(
            try discriminator.parameters.elements(name) == generator.parameters.elements(name),
            "\(name)", sourceLocation: sourceLocation)
    }
}
