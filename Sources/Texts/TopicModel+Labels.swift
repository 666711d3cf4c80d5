extension TopicModel {
    /// A word counts once in each stretch of about this many words: a scene that says `lantern` nine
    /// times says it about one thing (burstiness: Madsen, Kauchak and Elkan, "Modeling word burstiness
    /// using the Dirichlet distribution", ICML 2005).
    static let stretch = 100

    /// The different words of each stretch of a document, in the order in which they come.
    static func stretches(of words: [String]) -> [[String]] {
        // Stretches of equal length, so that none is a short rest.
        let count = max(1, (words.count + stretch / 2) / stretch)
        return (0..<count).map { number in
            var seen: Set<String> = []
            return words[words.count * number / count..<words.count * (number + 1) / count]
                .filter { seen.insert($0).inserted }
        }
    }

    /// What the words of labelled documents tell about the topics called `names`.
    ///
    /// - Parameter documents: texts with the index of their topic; they are read one after the other.
    init(labelled documents: some Sequence<(text: String, topic: Int)>, names: [String]) {
        let topics = names.count
        var words: [String] = []
        var rows: [String: Int] = [:]
        var counts: [Double] = []
        var stretches = [Double](repeating: 0, count: topics)
        for (text, topic) in documents {
            for part in TopicModel.stretches(of: WordBreaks.words(of: text)) {
                stretches[topic] += Double(part.count)
                for word in part {
                    let row = rows[word] ?? words.count
                    if row == words.count {
                        rows[word] = row
                        words.append(word)
                        counts.append(contentsOf: repeatElement(0, count: topics))
                    }
                    counts[row * topics + topic] += 1
                }
            }
        }
        let all = stretches.reduce(0, +)
        let totals = words.indices.map { row in
            counts[row * topics..<(row + 1) * topics].reduce(0, +)
        }
        self.init(
            origin: .labels, words: words, counts: counts, totals: totals,
            shares: stretches.map { all > 0 ? $0 / all : 0 }, topics: topics, names: { _ in names })
    }
}
