import Tensors

/// InfoGAN's latent code q (Chen et al. 2016): one categorical variable, and continuous ones, which the
/// generator is told besides the noise. What they come to mean is found without labels.
public struct LatentCode: Hashable, Sendable {
    /// Number of continuous variables.
    public static let valueCount = 2
    /// The categorical variable, from 0.
    public var category: Int
    /// The continuous variables; in training uniform in −1 to 1.
    public var values: [Float]

    /// A code.
    public init(category: Int, values: [Float]) {
        precondition(values.count == LatentCode.valueCount, "\(values.count) values")
        self.category = category
        self.values = values
    }

    /// The code that `source` draws, of `categories` equally likely ones.
    public init(drawnFrom source: RandomSource, categories: Int) {
        let values = source.child("code values")
        self.init(
            category: source.child("code").below(categories, 0),
            values: (0..<LatentCode.valueCount).map { Float(2 * values.uniform($0) - 1) })
    }

    /// What the generator reads: the category one-hot, then the values.
    func vector(categories: Int) -> [Float] {
        (0..<categories).map { $0 == category ? 1 : 0 } + values
    }
}
