/// Mean and spread of one measure over the seeds.
public struct Statistics: Codable, Hashable, Sendable {
    /// How many values there were.
    public let count: Int
    /// Their mean.
    public let mean: Double
    /// Their standard deviation, by n − 1; nil of a single value.
    public let deviation: Double?

    /// The standard error of the mean; nil of a single value.
    public var standardError: Double? { deviation.map { $0 / Double(count).squareRoot() } }

    /// Of `values`; nil where there are none.
    public init?(_ values: [Double]) {
        guard !values.isEmpty else { return nil }
        count = values.count
        let mean = values.reduce(0, +) / Double(values.count)
        self.mean = mean
        deviation =
            values.count > 1
            ? (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1))
                .squareRoot() : nil
    }
}
