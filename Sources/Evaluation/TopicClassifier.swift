import Foundation

/// A multinomial naive Bayes classifier of topics: reads from a sample which topic was asked for.
///
/// With n_w the times that word w stands in the text, c_kw the times in the training texts of topic
/// k (a text under a mixture θ gives θ_k of itself to topic k), C_k = Σ_w c_kw, W the number of different words in training, and Laplace smoothing,
///
///     log p(k | text) = log p(k) + Σ_w n_w · log((c_kw + 1) / (C_k + W)) + constant
///
/// McCallum and Nigam, "A comparison of event models for naive Bayes text classification", AAAI
/// workshop 1998. Words that training never saw are left out.
///
/// The prior p(k) is uniform over the topics that have training words: the question is what the text
/// itself says, and with the corpus's own frequencies an empty phrase would count as the
/// commonest topic. A topic without training words is never the answer.
///
/// Words are runs of letters and digits in lower case, and pairs of characters in scripts that write
/// no spaces.
public struct TopicClassifier: Sendable {
    /// The answer for one text.
    public struct Reading: Hashable, Sendable {
        /// The topic with the greatest posterior (of equal ones, the first).
        public let topic: Int
        /// log(p / (1 − p)) in nats, with p the posterior of `topic`; infinite where there is no
        /// other topic. Long texts give large figures, because naive Bayes counts words as
        /// independent: they rank readings, but are not calibrated.
        public let logOdds: Double
    }

    /// A text and the topic that was asked for, or that it is filed under.
    public struct LabelledText: Hashable, Sendable {
        /// What is read.
        public let text: String
        /// The index of its topic: of a mixture, the heaviest one.
        public let topic: Int
        /// θ over all topics; empty for a text that is of its topic alone.
        public let weights: [Float]

        /// A text under the topic with index `topic`, or under several, of which that is the heaviest.
        public init(_ text: String, topic: Int, weights: [Float] = []) {
            self.text = text
            self.topic = topic
            self.weights = weights
        }
    }

    /// K: the number of topics.
    public let topicCount: Int
    /// W: the number of different words in training.
    public var vocabularySize: Int { rows.count }

    /// Words → rows of `logLikelihoods`.
    private var rows: [String: Int] = [:]
    /// log((c_kw + 1) / (C_k + W)), [W, K].
    private var logLikelihoods: [Double] = []
    /// The topics that have training words.
    private var candidates: [Int] = []

    /// Counts the words of `texts`, whose topics are 0 ..< `topicCount`.
    public init(topicCount: Int, trainedOn texts: some Sequence<LabelledText>) {
        precondition(topicCount > 0, "a classifier of \(topicCount) topics")
        self.topicCount = topicCount
        var counts: [Double] = []
        var totals = [Double](repeating: 0, count: topicCount)
        for example in texts {
            precondition(
                (0..<topicCount).contains(example.topic), "topic \(example.topic) of \(topicCount)")
            precondition(
                example.weights.isEmpty || example.weights.count == topicCount,
                "\(example.weights.count) weights of \(topicCount) topics")
            let shares =
                example.weights.isEmpty
                ? [(topic: example.topic, weight: 1.0)]
                : example.weights.enumerated().filter { $0.element > 0 }
                    .map { (topic: $0.offset, weight: Double($0.element)) }
            for word in WordFeatures.words(of: example.text) {
                let row = rows[word] ?? rows.count
                if row == rows.count {
                    rows[word] = row
                    counts.append(contentsOf: repeatElement(0, count: topicCount))
                }
                for (topic, weight) in shares {
                    counts[row * topicCount + topic] += weight
                    totals[topic] += weight
                }
            }
        }
        let words = Double(rows.count)
        logLikelihoods = counts.indices.map { index in
            log((counts[index] + 1) / (totals[index % topicCount] + words))
        }
        candidates = totals.indices.filter { totals[$0] > 0 }
    }

    /// The topic that `text` speaks of, or `nil` where it has no word that training saw.
    public func classify(_ text: String) -> Reading? {
        var scores = [Double](repeating: 0, count: topicCount)
        var known = 0
        for word in WordFeatures.words(of: text) {
            guard let row = rows[word] else { continue }
            known += 1
            for topic in 0..<topicCount {
                scores[topic] += logLikelihoods[row * topicCount + topic]
            }
        }
        guard known > 0, var best = candidates.first else { return nil }
        for topic in candidates where scores[topic] > scores[best] { best = topic }
        return Reading(topic: best, logOdds: scores[best] - logSum(of: scores, without: best))
    }

    /// The share of `texts` whose own topic is read from them. On samples under the topics asked for
    /// this is topic adherence; on held-out real text, the figure to print beside it.
    ///
    /// A text that says nothing counts as misread. `nil` where there are no texts.
    public func accuracy(on texts: some Sequence<LabelledText>) -> Double? {
        var right = 0
        var all = 0
        for example in texts {
            all += 1
            if classify(example.text)?.topic == example.topic { right += 1 }
        }
        return all == 0 ? nil : Double(right) / Double(all)
    }

    /// How often each topic was read from the texts of each: row k counts the texts of topic k, column j
    /// those of them from which topic j was read, and the last column those that say nothing.
    public func confusion(on texts: some Sequence<LabelledText>) -> [[Int]] {
        var counts = [[Int]](
            repeating: [Int](repeating: 0, count: topicCount + 1), count: topicCount)
        for example in texts {
            counts[example.topic][classify(example.text)?.topic ?? topicCount] += 1
        }
        return counts
    }

    /// log Σ exp(score) over the candidates other than `best`; −∞ where there are none.
    private func logSum(of scores: [Double], without best: Int) -> Double {
        let others = candidates.filter { $0 != best }.map { scores[$0] }
        guard let top = others.max() else { return -.infinity }
        return top + log(others.reduce(0) { $0 + exp($1 - top) })
    }
}
