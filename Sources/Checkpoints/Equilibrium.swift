/// How far the discriminator is from guessing on text that neither side learns from: held-out passages,
/// and samples freshly drawn after the same contexts.
///
/// At the equilibrium of the original game samples cannot be told from real text, so the realism head
/// guesses (Goodfellow et al. 2014, proposition 1): half of its answers are right, and each costs one
/// bit. The other two heads classify real text, and should not guess: what they are measured by is
/// whether samples fit as well as real text does.
public struct Equilibrium: Codable, Hashable, Sendable {
    /// What one head makes of held-out text.
    public struct Verdict: Codable, Hashable, Sendable {
        /// How often it tells two kinds of text apart; 0.5 is guessing.
        public var accuracy: Double
        /// The logistic loss of telling them apart, in bits; 1 is guessing, more is being wrong and sure.
        public var bits: Double
        /// How probable it finds it that a sample is right, above how probable it finds that of the real
        /// text in its place: negative while real text fits better.
        public var lead: Double

        /// A verdict of these figures.
        public init(accuracy: Double, bits: Double, lead: Double) {
            self.accuracy = accuracy
            self.bits = bits
            self.lead = lead
        }

        /// How far it is from guessing: 0 where half of its answers are right, 1 where all or none are.
        public var distance: Double { abs(2 * accuracy - 1) }
    }

    /// Real text beside a sample after the same context: which of the two is real?
    public var realism: Verdict
    /// Real text under its own topic, and real text of another topic: does it fit? nil without topics.
    public var topic: Verdict?
    /// The same for the context.
    public var context: Verdict?

    /// An equilibrium of these verdicts.
    public init(realism: Verdict, topic: Verdict?, context: Verdict?) {
        self.realism = realism
        self.topic = topic
        self.context = context
    }

    /// Whether every figure is a number.
    public var isFinite: Bool {
        [realism, topic, context].compactMap { $0 }.allSatisfy {
            $0.accuracy.isFinite && $0.bits.isFinite && $0.lead.isFinite
        }
    }

    /// The running mean that `next` moves by `share` of the way; what was not measured this time stays.
    public func moved(to next: Equilibrium, by share: Double) -> Equilibrium {
        func mean(_ old: Verdict?, _ new: Verdict?) -> Verdict? {
            guard let old, let new else { return new ?? old }
            return Verdict(
                accuracy: old.accuracy + share * (new.accuracy - old.accuracy),
                bits: old.bits + share * (new.bits - old.bits),
                lead: old.lead + share * (new.lead - old.lead))
        }
        return Equilibrium(
            realism: mean(realism, next.realism) ?? next.realism, topic: mean(topic, next.topic),
            context: mean(context, next.context))
    }
}
