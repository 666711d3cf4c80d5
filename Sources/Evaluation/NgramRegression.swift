import Foundation
import Tensors

/// Reads which of several classes a short text belongs to: multinomial logistic regression over the
/// n-grams of its characters.
///
/// With x the text's n-grams as a vector of length 1 (each with the root of how often it occurs),
///
///     p(k | x) = exp(w_k · x + b_k) / Σ_j exp(w_j · x + b_j)
///
/// fitted by stochastic gradient descent on −log p, with a rate of its own for every weight (AdaGrad,
/// Duchi, Hazan and Singer 2011). N-grams of up to ``longest`` characters are told apart by a hash
/// (Weinberger et al. 2009), so memory does not grow with the text. A linear reader of n-grams sees
/// every misspelling and turn of phrase that is typical of a class, needs few examples, and is fitted in
/// a second where a network would need minutes.
struct NgramRegression: Sendable {
    /// A text as the regression sees it.
    struct Features: Sendable {
        fileprivate let buckets: [UInt32]
        fileprivate let values: [Float]
    }

    /// A text and its class.
    struct Example: Sendable {
        let features: Features
        let label: Int
    }

    /// The longest n-grams.
    static let longest = 5
    /// How often the examples are gone through.
    static let passes = 12
    private static let bucketBits = 18
    private static let rate: Float = 0.5

    private let classes: Int
    /// [buckets, classes], and the biases in a last row.
    private var weights: [Float]

    /// The n-grams of `text`; a mark before its first character tells how texts begin.
    static func features(of text: String) -> Features {
        let scalars = [UInt32(0x11_0000)] + text.unicodeScalars.map(\.value)
        var counts: [UInt32: Float] = [:]
        counts.reserveCapacity(scalars.count * longest)
        for start in scalars.indices {
            // FNV-1a over the scalars, mixed at the end: the high bits name the bucket.
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            for scalar in scalars[start..<min(scalars.count, start + longest)] {
                hash = (hash ^ UInt64(scalar)) &* 0x0000_0100_0000_01B3
                let mixed = (hash ^ (hash >> 29)) &* 0xBF58_476D_1CE4_E5B9
                counts[
                    UInt32(truncatingIfNeeded: mixed >> (64 - UInt64(bucketBits))), default: 0] += 1
            }
        }
        let sorted = counts.sorted { $0.key < $1.key }
        let length = sorted.reduce(0) { $0 + $1.value }.squareRoot()
        return Features(
            buckets: sorted.map(\.key), values: sorted.map { $0.value.squareRoot() / length })
    }

    /// Fits a regression of `classes` classes to `examples`, which are gone through `passes` times, in an
    /// order that `random` decides anew each time.
    init(
        classes: Int, fittedTo examples: [Example], passes: Int = NgramRegression.passes,
        _ random: RandomSource
    ) {
        precondition(classes > 1, "\(classes) classes")
        self.classes = classes
        let size = (1 << NgramRegression.bucketBits) + 1
        weights = [Float](repeating: 0, count: size * classes)
        var squares = [Float](repeating: 1e-4, count: size * classes)
        let bias = size - 1
        for pass in 0..<passes {
            let order = random.child("order", pass)
            for index in examples.indices.sorted(by: { order.bits($0) < order.bits($1) }) {
                let example = examples[index]
                var slopes = probabilities(of: example.features).map { Float($0) }
                slopes[example.label] -= 1
                func move(_ bucket: Int, _ value: Float) {
                    for k in 0..<classes {
                        let place = bucket * classes + k
                        let slope = slopes[k] * value
                        squares[place] += slope * slope
                        weights[place] -=
                            NgramRegression.rate * slope / squares[place].squareRoot()
                    }
                }
                for (bucket, value) in zip(example.features.buckets, example.features.values) {
                    move(Int(bucket), value)
                }
                move(bias, 1)
            }
        }
    }

    /// w_k · x + b_k for each class k.
    func logits(of features: Features) -> [Double] {
        let bias = (weights.count / classes - 1) * classes
        var sums = (0..<classes).map { Double(weights[bias + $0]) }
        for (bucket, value) in zip(features.buckets, features.values) {
            for k in 0..<classes { sums[k] += Double(weights[Int(bucket) * classes + k] * value) }
        }
        return sums
    }

    /// p(k | x) for each class k; `certainty` multiplies the logits.
    func probabilities(of features: Features, certainty: Double = 1) -> [Double] {
        let logits = logits(of: features).map { certainty * $0 }
        let top = logits.max() ?? 0
        let powers = logits.map { exp($0 - top) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }
}
