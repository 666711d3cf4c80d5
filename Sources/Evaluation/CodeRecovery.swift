import Foundation
import Models
import Tensors

/// How much of the latent code a reader that was trained after the fact recovers from sampled text:
/// InfoGAN's claim (Chen et al. 2016, equation 4), tested by a reader that never trained the generator.
///
/// With H(c) the entropy of the category, which is uniform over C, and Q the reader,
///
///     H(c) + E[log₂ Q(c | text)] ≤ I(c; text)
///
/// is a lower bound of the mutual information in bits, and its share of H(c) = log₂ C is 1 where every
/// text tells its code. The reader is an ``NgramRegression``; each text is read by one that was fitted to
/// the texts of other documents, and whose certainty was set on a further part.
public struct CodeRecovery: Codable, Sendable {
    /// How many sampled texts were read.
    public var texts: Int
    /// The temperature at which they were written.
    public var temperature: Float
    /// H(c), in bits.
    public var entropy: Double
    /// The lower bound of the mutual information of category and text, in bits.
    public var bits: Double
    /// ``bits`` / ``entropy``.
    public var share: Double
    /// How often the likeliest category is the right one.
    public var accuracy: Double
    /// Of the texts of each category (rows), from how many each category was read (columns).
    public var matrix: [[Int]]

    /// How many texts are read at most.
    static let mostTexts = 2000
    /// The factors that a reader's logits may be multiplied with, so that it is as sure as it is right.
    private static let certainties = [0.1, 0.15, 0.25, 0.4, 0.6, 0.8, 1, 1.25, 1.6]
    /// How often a reader may go through its examples: where texts tell little, often is too often.
    private static let passes = [1, 3, NgramRegression.passes]

    /// A text, its category, and the document whose context it continues.
    package struct Example: Sendable {
        let text: String
        let category: Int
        let group: Int

        package init(text: String, category: Int, group: Int) {
            self.text = text
            self.category = category
            self.group = group
        }
    }

    /// nil where there are fewer than ten texts for each category.
    package init?(
        of examples: [Example], categories: Int, temperature: Float, pool: WorkerPool,
        _ random: RandomSource
    ) {
        guard categories > 1, examples.count >= 10 * categories else { return nil }
        let folds = Folds(of: examples.map(\.group), random.child("folds"))
        let features = pool.map(examples.count) { NgramRegression.features(of: examples[$0].text) }
        let categoryOf = examples.map(\.category)
        let readings = pool.map(Folds.count) { fold -> [(index: Int, probabilities: [Double])] in
            let calibration = folds.members(of: (fold + 1) % Folds.count)
            let held = Set(calibration)
            let examples = folds.without(fold).filter { !held.contains($0) }.map { index in
                NgramRegression.Example(
                    features: features[index], label: examples[index].category)
            }
            func read(_ index: Int, _ reader: NgramRegression, _ certainty: Double) -> [Double] {
                reader.probabilities(of: features[index], certainty: certainty)
            }
            var best = (bits: Double.infinity, reader: NgramRegression?.none, certainty: 1.0)
            for passes in CodeRecovery.passes {
                let reader = NgramRegression(
                    classes: categories, fittedTo: examples, passes: passes,
                    random.child("reader", fold))
                for certainty in CodeRecovery.certainties {
                    let bits = calibration.reduce(0.0) { sum, index in
                        sum - log2(max(read(index, reader, certainty)[categoryOf[index]], 1e-30))
                    }
                    if bits < best.bits { best = (bits, reader, certainty) }
                }
            }
            guard let reader = best.reader else { return [] }
            return folds.members(of: fold).map { ($0, read($0, reader, best.certainty)) }
        }.flatMap { $0 }

        var (cost, right) = (0.0, 0)
        var matrix = [[Int]](repeating: [Int](repeating: 0, count: categories), count: categories)
        for (index, probabilities) in readings {
            let category = examples[index].category
            cost -= log2(max(probabilities[category], 1e-30))
            let read = probabilities.indices.reduce(0) {
                probabilities[$1] > probabilities[$0] ? $1 : $0
            }
            matrix[category][read] += 1
            right += read == category ? 1 : 0
        }
        let count = Double(examples.count)
        texts = examples.count
        self.temperature = temperature
        entropy = log2(Double(categories))
        bits = max(0, entropy - cost / count)
        share = bits / entropy
        accuracy = Double(right) / count
        self.matrix = matrix
    }
}
