extension DuelStep {
    /// Sums over the passages of a batch.
    struct Tally {
        var discriminatorLoss = 0.0
        var generatorLoss = 0.0
        var pairs = 0.0
        var rightPairs = 0.0
        var topics = 0.0
        var rightTopics = 0.0
        var contexts = 0.0
        var rightContexts = 0.0
        /// Norms of the critic's gradient at the points where it is penalised.
        var slopes = 0.0
        var slope = 0.0
        var codes = CodeTally()
        var likelihood = LikelihoodStep.Outcome()

        static func + (a: Tally, b: Tally) -> Tally {
            var sum = a
            sum.discriminatorLoss += b.discriminatorLoss
            sum.generatorLoss += b.generatorLoss
            sum.pairs += b.pairs
            sum.rightPairs += b.rightPairs
            sum.topics += b.topics
            sum.rightTopics += b.rightTopics
            sum.contexts += b.contexts
            sum.rightContexts += b.rightContexts
            sum.codes = a.codes + b.codes
            sum.slopes += b.slopes
            sum.slope += b.slope
            sum.likelihood.nats += b.likelihood.nats
            sum.likelihood.characters += b.likelihood.characters
            return sum
        }
    }
}
