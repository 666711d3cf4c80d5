import Checkpoints
import Foundation

extension Equilibrium {
    /// Sums of one head's decisions.
    public struct Tally {
        private var decisions = 0.0
        private var right = 0.0
        private var nats = 0.0
        private var passages = 0.0
        private var lead = 0.0

        /// Nothing decided yet.
        public init() {}

        /// Takes in the decisions about one passage: by how much each is right, in logits, and what the
        /// head makes of the real text and of the sample in its place.
        public mutating func add(margins: [Double], real: Double, sampled: Double) {
            for margin in margins {
                decisions += 1
                right += margin > 0 ? 1 : margin == 0 ? 0.5 : 0
                nats += softplus(-margin)
            }
            passages += 1
            lead += sigmoid(sampled) - sigmoid(real)
        }

        /// The verdict; nil where nothing was decided.
        public var verdict: Verdict? {
            decisions > 0
                ? Verdict(
                    accuracy: right / decisions, bits: nats / decisions / M_LN2,
                    lead: lead / passages) : nil
        }
    }
}
