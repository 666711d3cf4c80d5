import Foundation

/// What can be told of a state of the sampler.
extension GibbsSampler {
    /// How many words of a stretch belong to each topic, the background last; for one stretch after the
    /// other, with its tokens.
    func forEachStretch(_ body: (_ local: [Int], _ tokens: Range<Int>) -> Void) {
        var local = [Int](repeating: 0, count: topics + 1)
        var start = 0
        for end in ends {
            for topic in local.indices { local[topic] = 0 }
            for token in start..<end { local[Int(drawn[token])] += 1 }
            body(local, start..<end)
            start = end
        }
    }

    /// log p(words, topics), up to a constant of the texts: what the state explains (Griffiths and
    /// Steyvers, 2004, equation 2, and the same for the topics of the stretches).
    ///
    /// With Γ(n + a) / Γ(a) = a (a + 1) … (a + n − 1) it is a sum of logarithms.
    func logLikelihood() -> Double {
        let factorials = Factorials(of: self)
        var sum = 0.0
        for count in wordCounts where count > 0 { sum += factorials.ofWord[Int(count)] }
        for count in topicCounts { sum -= factorials.ofTopic[Int(count)] }
        for (token, topic) in zip(tokens, drawn) where Int(topic) == topics {
            sum += log(frequencies[Int(token)])
        }
        forEachStretch { local, _ in
            for count in local.dropLast() { sum += factorials.inStretch[count] }
            sum += factorials.inBackground[local[topics]]
        }
        return sum
    }

    /// How much two topics are in the same stretches, [K, K]: how often two words of one stretch are one of
    /// each, beside how often both are of the one or both of the other. 0 for topics that never meet, about
    /// 1 for halves of one.
    func overlaps() -> [Double] {
        var meetings = [Double](repeating: 0, count: topics * topics)
        forEachStretch { local, range in
            let present = (0..<topics).filter { local[$0] > 0 }
            for one in present {
                for other in present {
                    let pairs = local[one] * (one == other ? local[one] - 1 : local[other])
                    meetings[one * topics + other] += Double(pairs) / Double(range.count)
                }
            }
        }
        return meetings.indices.map { place in
            let (one, other) = (place / topics, place % topics)
            let own = meetings[one * topics + one] * meetings[other * topics + other]
            return own > 0 ? min(1, meetings[place] / own.squareRoot()) : 0
        }
    }

    /// For each topic the divergence, in bits, of its words' distribution over the stretches from that of
    /// all words: 0 for a topic that is everywhere in equal parts.
    func divergences() -> [Double] {
        var divergences = [Double](repeating: 0, count: topics)
        forEachStretch { local, range in
            let share = Double(range.count) / Double(tokens.count)
            for topic in 0..<topics where local[topic] > 0 {
                let own = Double(local[topic]) / Double(topicCounts[topic])
                divergences[topic] += own * log2(own / share)
            }
        }
        return divergences
    }
}

/// What the likelihood of a sampler's states is made of.
struct Factorials {
    /// Of n_kw, from β.
    let ofWord: RisingFactorials
    /// Of n_k, from W·β.
    let ofTopic: RisingFactorials
    /// Of n_dk, from α.
    let inStretch: RisingFactorials
    /// Of n_d0, from γ.
    let inBackground: RisingFactorials

    init(of sampler: GibbsSampler) {
        let most = sampler.tokens.count
        let longest = zip(sampler.ends, [0] + sampler.ends).map { $0 - $1 }.max() ?? 0
        ofWord = RisingFactorials(from: TopicDiscovery.wordPrior, upTo: most)
        ofTopic = RisingFactorials(
            from: TopicDiscovery.wordPrior * Double(sampler.frequencies.count), upTo: most)
        inStretch = RisingFactorials(from: Double(TopicDiscovery.documentPrior), upTo: longest)
        inBackground = RisingFactorials(from: Double(TopicDiscovery.background), upTo: longest)
    }
}

/// log(a (a + 1) … (a + n − 1)) for every n up to a greatest one.
struct RisingFactorials {
    private let logarithms: [Double]

    subscript(n: Int) -> Double { logarithms[n] }

    /// How much greater the logarithm of m + n is than those of m and of n together.
    func gain(_ m: Int, _ n: Int) -> Double { logarithms[m + n] - logarithms[m] - logarithms[n] }

    init(from a: Double, upTo most: Int) {
        var sums = [0.0]
        sums.reserveCapacity(most + 1)
        for n in 0..<most { sums.append(sums[n] + log(a + Double(n))) }
        logarithms = sums
    }
}
