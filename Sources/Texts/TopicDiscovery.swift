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
/// distribution is fixed). Half as many topics again as K are sampled; those that are spread most evenly
/// over the documents are set aside as **styles**: they hold how things are said (questions and answers,
/// narration), not what about (AlSumait, Barbará, Gentle and Domeniconi, "Topic significance ranking of
/// LDA generative models", ECML PKDD 2009: the distance from the background over documents). Words that
/// are in very many stretches belong to the background from the start, and a word counts once in each
/// stretch (``TopicModel/stretches(of:)``). So stop-words of any language need no list. Several samplers
/// begin, of which the likeliest goes on (``TopicChains``).
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
    private static func styles(beside topics: Int) -> Int { max(1, topics / 2) }
    /// A topic with less than this share of the mean number of words counts for less.
    private static let smallShare = 0.5
    /// How many sweeps more the sampler makes when it has settled, and of which each is counted.
    private static let counted = (sweeps: 50, every: 5)

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
        // A topic may be somewhat greater than the others, and a word in all that is said about it.
        let share = topics < 8 ? 1.25 / Double(topics) : 1 / Double(topics)
        let most = Double(ends.count) * max(TopicDiscovery.commonShare, share)
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
        var chains = TopicChains(
            tokens: tokens, ends: ends, words: words.count, topics: components,
            least: topics, seed: seed)
        var sampler = chains.best()
        var counts = [Double](repeating: 0, count: words.count * components)
        var sizes = [Double](repeating: 0, count: components)
        var states = 0.0
        for sweep in 1...TopicDiscovery.counted.sweeps {
            sampler.sweep()
            guard sweep % TopicDiscovery.counted.every == 0 else { continue }
            states += 1
            for (index, count) in sampler.wordCounts.enumerated() { counts[index] += Double(count) }
            for (topic, count) in sampler.topicCounts.enumerated() { sizes[topic] += Double(count) }
        }
        while let (one, other) = sampler.halves(leaving: topics) {
            sampler.merge(other, into: one)
            sizes[one] += sizes[other]
            sizes[other] = 0
            for row in stride(from: 0, to: counts.count, by: components) {
                counts[row + one] += counts[row + other]
                counts[row + other] = 0
            }
        }
        let all = max(1, Double(tokens.count))
        let frequencies = sampler.frequencies
        // Topics are what is spread least evenly over the stretches. A few words are spread unevenly by
        // chance alone, so what is small counts for less.
        let small = max(1, TopicDiscovery.smallShare * sizes.reduce(0, +) / Double(components))
        let told = zip(sampler.divergences(), sizes).map { $0 * min(1, $1 / small) }
        // Topics by the number of their words, then what is set aside.
        let ranked = told.indices.sorted { (told[$1], $0) < (told[$0], $1) }
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
