import Foundation
import Models
import Tensors

/// What reading codes came to, summed over texts.
struct CodeTally {
    var texts = 0.0
    /// −log Q(category | text).
    var nats = 0.0
    /// Squared errors of the values.
    var squares = 0.0

    static func + (a: CodeTally, b: CodeTally) -> CodeTally {
        CodeTally(texts: a.texts + b.texts, nats: a.nats + b.nats, squares: a.squares + b.squares)
    }

    /// The lower bound of the mutual information between category and text, in bits (Chen et al. 2016,
    /// equation 4): H(c) + E[log Q(c|x)]; nil where nothing was read.
    func information(categories: Int) -> Double? {
        texts > 0 ? log2(Double(categories)) - nats / texts / M_LN2 : nil
    }

    /// Root of the mean squared error of a value; for values uniform in −1 to 1 it is 0.577 when
    /// nothing is known of them.
    var deviation: Double? {
        texts > 0 ? (squares / texts / Double(LatentCode.valueCount)).squareRoot() : nil
    }
}

/// The code reader in both turns of the duel.
extension DuelStep {
    /// The codes that `source` gave the texts of a shard; empty for a model without codes.
    func codes(_ source: RandomSource) -> [LatentCode] {
        (0..<shards.size).compactMap { generator.code(passage: $0, source) }
    }

    /// The loss of reading `code` off a text: cross-entropy of the category, and of the values
    /// −log of a normal density with deviation 1, up to a constant. Its slopes times `share` go to the
    /// text's means. Both networks lower it: the one reads better, the other writes more readably.
    func learnCode(
        _ means: Variable, _ passage: Int, _ code: LatentCode, _ share: Double,
        into tally: inout CodeTally
    ) -> Double {
        let gradient = means.accumulatedGradient
        let columns = discriminator.categoryColumns
        let logits = columns.map { Double(means.value[passage, $0]) }
        let top = logits.max() ?? 0
        let logSum = top + log(logits.reduce(0) { $0 + exp($1 - top) })
        for (category, logit) in logits.enumerated() {
            let slope = exp(logit - logSum) - (category == code.category ? 1 : 0)
            gradient[passage, columns.lowerBound + category] += Float(share * slope)
        }
        let nats = logSum - logits[code.category]
        var squares = 0.0
        for (column, value) in zip(discriminator.valueColumns, code.values) {
            let error = Double(means.value[passage, column] - value)
            gradient[passage, column] += Float(share * error)
            squares += error * error
        }
        tally.texts += 1
        tally.nats += nats
        tally.squares += squares
        return nats + squares / 2
    }
}
