import Foundation
import Tensors

/// How the discriminator makes one of several candidates the text.
public enum CandidateChoice: String, Codable, Sendable, CaseIterable {
    /// The one that all heads together like best. Such texts are likelier and keep closer to their topic;
    /// and they are told from real text more easily, for of real text not every piece is the best of eight.
    case best
    /// By chance, each by its odds of being real: *sampling importance resampling* (Rubin 1987), with the
    /// discriminator for the ratio of the densities, as residual energies use it (Deng et al. 2020,
    /// "Residual Energy-Based Models for Text Generation", section 3.3). Where the realism head's logits
    /// are log(p_real / p_sampled) but for a constant, as those of an optimal discriminator are, texts that
    /// are chosen so come nearer to real ones the more candidates there are.
    case odds

    /// The place of the candidate that is chosen.
    ///
    /// - Parameters:
    ///   - scores: of each candidate, how much all heads like it.
    ///   - realism: of each, its realism logit.
    ///   - source: what decides by odds.
    public func place(scores: [Float], realism: [Float], _ source: RandomSource) -> Int {
        precondition(!scores.isEmpty && scores.count == realism.count, "no candidates")
        let keys: [Double]
        switch self {
        case .best: keys = scores.map(Double.init)
        case .odds:
            // The largest of logits with Gumbel noise falls on each by its share of Σ exp(logit).
            keys = realism.indices.map {
                Double(realism[$0]) - log(-log(max(source.uniform($0), .leastNormalMagnitude)))
            }
        }
        return keys.indices.reduce(0) { keys[$1] > keys[$0] ? $1 : $0 }
    }
}
