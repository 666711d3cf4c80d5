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
    /// By chance, each by its odds of being real and of fitting its topic and its context: the logits of
    /// all heads are added up, as if what they look at were independent. What the topic head adds is the
    /// ratio of the text's density under its topic to that under another one, so that samples are drawn as
    /// by classifier guidance (Dhariwal and Nichol 2021, "Diffusion Models Beat GANs on Image Synthesis",
    /// section 4), among few candidates.
    case fitting

    /// The place of the candidate that is chosen.
    ///
    /// - Parameters:
    ///   - scores: of each candidate, how much all heads like it.
    ///   - realism: of each, its realism logit.
    ///   - source: what decides by odds.
    public func place(scores: [Float], realism: [Float], _ source: RandomSource) -> Int {
        precondition(!scores.isEmpty && scores.count == realism.count, "no candidates")
        let keys =
            switch self {
            case .best: scores.map(Double.init)
            case .odds: CandidateChoice.disturbed(realism, source)
            case .fitting: CandidateChoice.disturbed(scores, source)
            }
        return keys.indices.reduce(0) { keys[$1] > keys[$0] ? $1 : $0 }
    }

    /// Logits with Gumbel noise: the largest falls on each by its share of Σ exp(logit).
    private static func disturbed(_ logits: [Float], _ source: RandomSource) -> [Double] {
        logits.indices.map {
            Double(logits[$0]) - log(-log(max(source.uniform($0), .leastNormalMagnitude)))
        }
    }
}
