import Foundation

/// Finds topics in texts without labels: latent Dirichlet allocation by collapsed Gibbs sampling
/// (Griffiths and Steyvers, "Finding scientific topics", PNAS 101, 2004), with a background.
///
/// Every word of every document belongs to one of K topics or to the background, whose words are
/// distributed as in all texts together. With n_dk the words of document d in topic k, n_kw the times
/// that topic k has word w, n_k all words of topic k, W the number of different words, the sampler goes
/// through the words again and again and draws for each, the word itself left out of the counts,
///
///     P(topic k)      ∝ (n_dk + α) · (n_kw + β) / (n_k + W·β)
///     P(background)   ∝ (n_d0 + γ) · p(w)
///
/// The background takes what is as likely everywhere (Chemudugunta, Smyth and Steyvers, "Modeling
/// general and specific aspects of documents with a probabilistic topic model", NIPS 2006; here its
/// distribution is fixed). A few topics more than K are sampled, and those that differ least from the
/// background, by Kullback and Leibler's divergence, are set aside as **styles**: they hold how things
/// are said (questions and answers, narration), not what about. Words that are in very many stretches
/// belong to the background from the start, and a word counts once in each stretch
/// (``TopicModel/stretches(of:)``). So stop-words of any language need no list.
///
/// α is small, because documents here are mostly short and about one thing. The same texts, number and
/// seed give the same topics. Time goes with the number of words times K.
struct TopicDiscovery {
    /// α, the prior of each topic in a document.
    static let documentPrior: Float = 0.2
    /// γ, the prior of the background in a document.
    static let background: Float = 1
    /// β, the prior of each word in a topic.
    static let wordPrior = 0.05

    /// The numbers of topics that can be asked for.
    static let topicCounts = 2...200
    /// A word in more than this share of all stretches, and in more than a topic's part of them, is
    /// the background's.
    private static let commonShare = 0.1
    /// How many topics are sampled beside `topics`, to be set aside as styles.
    private static func styles(beside topics: Int) -> Int { max(2, topics / 8) }
    /// How often every word is drawn, and from when on every fifth state is counted.
    private static let sweeps = (all: 200, counted: 150)

    private let topics: Int
    private var words: [String] = []
    private var rows: [String: Int32] = [:]
    /// The words of all stretches put end to end, by row.
    private var tokens: [Int32] = []
    /// Where the stretches end in `tokens`.
    private var ends: [Int] = []
    /// How often each word occurs.
    private var totals: [Double] = []

    /// The model of K = `topics` topics that `documents` have.
    static func model(
        of documents: some Sequence<String>, topics: Int, seed: UInt64
    ) -> TopicModel {
        precondition(topicCounts.contains(topics), "\(topics) topics")
        var discovery = TopicDiscovery(topics: topics)
        for document in documents { discovery.read(document) }
        discovery.dropCommonWords()
        return discovery.model(seed: seed)
    }

    private init(topics: Int) { self.topics = topics }

    private mutating func read(_ document: String) {
        for part in TopicModel.stretches(of: WordBreaks.words(of: document)) {
            for word in part {
                let row = rows[word] ?? Int32(words.count)
                if Int(row) == words.count {
                    rows[word] = row
                    words.append(word)
                    totals.append(0)
                }
                totals[Int(row)] += 1
                tokens.append(row)
            }
            ends.append(tokens.count)
        }
    }

    /// Takes out the words that are in so many stretches that no topic can have them to itself.
    private mutating func dropCommonWords() {
        let most = Double(ends.count) * max(TopicDiscovery.commonShare, 1 / Double(topics))
        var kept: [Int32] = []
        var keptEnds: [Int] = []
        var start = 0
        for end in ends {
            kept += tokens[start..<end].filter { totals[Int($0)] <= most }
            keptEnds.append(kept.count)
            start = end
        }
        // Where every word is everywhere, as in a few documents, they are all there is.
        if kept.count * 10 > tokens.count { (tokens, ends) = (kept, keptEnds) }
    }

    private func model(seed: UInt64) -> TopicModel {
        let components = topics + TopicDiscovery.styles(beside: topics)
        var sampler = GibbsSampler(
            tokens: tokens, ends: ends, words: words.count, topics: components,
            random: SplitMix64(seed: seed, index: topics))
        var counts = [Double](repeating: 0, count: words.count * components)
        var sizes = [Double](repeating: 0, count: components)
        var states = 0.0
        for sweep in 0..<TopicDiscovery.sweeps.all {
            sampler.sweep()
            guard sweep >= TopicDiscovery.sweeps.counted, sweep % 5 == 4 else { continue }
            states += 1
            for (index, count) in sampler.wordCounts.enumerated() { counts[index] += Double(count) }
            for (topic, count) in sampler.topicCounts.enumerated() { sizes[topic] += Double(count) }
        }
        let all = max(1, Double(tokens.count))
        let frequencies = sampler.frequencies
        let divergences = (0..<components).map { topic in
            words.indices.reduce(0.0) { sum, word in
                let share = counts[word * components + topic] / max(1, sizes[topic])
                return share > 0 ? sum + share * log2(share / frequencies[word]) : sum
            }
        }
        // Topics by the number of their words, then the styles.
        let ranked = divergences.indices.sorted { (divergences[$1], $0) < (divergences[$0], $1) }
        let order =
            ranked.prefix(topics).sorted { (sizes[$1], $0) < (sizes[$0], $1) }
            + ranked.dropFirst(topics)
        let shares = order.map { sizes[$0] / states / all }
        var sorted = [Double](repeating: 0, count: counts.count)
        for word in words.indices {
            for (place, topic) in order.enumerated() {
                // A common word, which was not sampled, is spread evenly: it says nothing.
                sorted[word * components + place] =
                    frequencies[word] > 0
                    ? counts[word * components + topic] / states : totals[word] * shares[place]
            }
        }
        return TopicModel(
            origin: .discovered, words: words, counts: sorted, totals: totals, shares: shares,
            topics: topics, names: TopicNames.names)
    }
}

/// The state of the sampler: which topic each word belongs to, and the counts that follow from it.
private struct GibbsSampler {
    /// n_kw, [words, K].
    private(set) var wordCounts: [Int32]
    /// n_k.
    private(set) var topicCounts: [Int32]

    private let tokens: [Int32]
    private let ends: [Int]
    private let topics: Int
    /// p(w).
    let frequencies: [Double]
    /// The topic of each token; K is the background.
    private var drawn: [UInt8]
    private var random: SplitMix64

    init(tokens: [Int32], ends: [Int], words: Int, topics: Int, random: SplitMix64) {
        self.tokens = tokens
        self.ends = ends
        self.topics = topics
        self.random = random
        let all = max(1, Double(tokens.count))
        var frequencies = [Double](repeating: 0, count: words)
        for token in tokens { frequencies[Int(token)] += 1 / all }
        self.frequencies = frequencies
        wordCounts = [Int32](repeating: 0, count: words * topics)
        topicCounts = [Int32](repeating: 0, count: topics)
        drawn = []
        drawn.reserveCapacity(tokens.count)
        for token in tokens {
            let topic = self.random.next(below: topics + 1)
            drawn.append(UInt8(topic))
            if topic < topics {
                wordCounts[Int(token) * topics + topic] += 1
                topicCounts[topic] += 1
            }
        }
    }

    /// Draws the topic of every word anew.
    mutating func sweep() {
        let topics = topics
        let (alpha, gamma) = (
            Double(TopicDiscovery.documentPrior), Double(TopicDiscovery.background)
        )
        let beta = TopicDiscovery.wordPrior
        let mass = beta * Double(frequencies.count)
        // The local counts are of one stretch; the factors 1 / (n_k + W·β) follow each change.
        var local = [Double](repeating: 0, count: topics + 1)
        var factors = topicCounts.map { 1 / (Double($0) + mass) }
        var sums = [Double](repeating: 0, count: topics + 1)
        var random = random
        tokens.withUnsafeBufferPointer { tokens in
            frequencies.withUnsafeBufferPointer { frequencies in
                wordCounts.withUnsafeMutableBufferPointer { wordCounts in
                    drawn.withUnsafeMutableBufferPointer { drawn in
                        var start = 0
                        for end in ends {
                            for topic in 0...topics { local[topic] = 0 }
                            for token in start..<end { local[Int(drawn[token])] += 1 }
                            for token in start..<end {
                                let word = Int(tokens[token])
                                let row = word * topics
                                let old = Int(drawn[token])
                                local[old] -= 1
                                if old < topics {
                                    wordCounts[row + old] -= 1
                                    topicCounts[old] -= 1
                                    factors[old] = 1 / (Double(topicCounts[old]) + mass)
                                }
                                var sum = 0.0
                                for topic in 0..<topics {
                                    sum +=
                                        (local[topic] + alpha)
                                        * (Double(wordCounts[row + topic]) + beta) * factors[topic]
                                    sums[topic] = sum
                                }
                                sum += (local[topics] + gamma) * frequencies[word]
                                let point = Double(random.next() >> 11) * 0x1p-53 * sum
                                var new = 0
                                while new < topics, sums[new] <= point { new += 1 }
                                drawn[token] = UInt8(new)
                                local[new] += 1
                                if new < topics {
                                    wordCounts[row + new] += 1
                                    topicCounts[new] += 1
                                    factors[new] = 1 / (Double(topicCounts[new]) + mass)
                                }
                            }
                            start = end
                        }
                    }
                }
            }
        }
        self.random = random
    }
}
