import Foundation

/// The state of the sampler: which topic each word belongs to, and the counts that follow from it.
struct GibbsSampler {
    /// n_kw, [words, K].
    private(set) var wordCounts: [Int32]
    /// n_k.
    private(set) var topicCounts: [Int32]

    let tokens: [Int32]
    let ends: [Int]
    let topics: Int
    /// p(w).
    let frequencies: [Double]
    /// The topic of each token; K is the background.
    private(set) var drawn: [UInt16]
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
            drawn.append(UInt16(topic))
            if topic < topics {
                wordCounts[Int(token) * topics + topic] += 1
                topicCounts[topic] += 1
            }
        }
    }

    /// Gives the words of topic `second` to topic `first`.
    mutating func merge(_ second: Int, into first: Int) {
        for token in drawn.indices where Int(drawn[token]) == second {
            drawn[token] = UInt16(first)
        }
        for row in stride(from: 0, to: wordCounts.count, by: topics) {
            wordCounts[row + first] += wordCounts[row + second]
            wordCounts[row + second] = 0
        }
        topicCounts[first] += topicCounts[second]
        topicCounts[second] = 0
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
                                drawn[token] = UInt16(new)
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
