/// Which model speaks, for a transcript to know it again.
public struct ModelIdentity: Codable, Hashable, Sendable {
    /// A checksum of all weights, alphabet and topics: models that differ in it write differently.
    public var checksum: String
    /// Updates that it was trained for.
    public var steps: Int
    /// What the inputs of its matrix products are made of; in another precision it may write otherwise.
    public var precision: String

    /// A model's identity.
    public init(checksum: String, steps: Int, precision: String) {
        self.checksum = checksum
        self.steps = steps
        self.precision = precision
    }
}

extension ModelIdentity: CustomStringConvertible {
    /// `model 1f2e3d4c of 6150 updates`
    public var description: String { "model \(checksum) of \(Number.count(steps, "update"))" }
}
