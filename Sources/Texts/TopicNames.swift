/// Names for topics that were found, made of their words.
enum TopicNames {
    /// For each topic a name that can be typed after `/topic`: its two most telling words, `wolf-forest`.
    ///
    /// No word is in two names, so a word of a name is enough to mean the topic by. A topic without
    /// telling words is called by its number.
    static func names(of telling: [[String]]) -> [String] {
        var taken: Set<String> = ["none"]
        var parts = telling.map { _ in [String]() }
        // First words first, so that no topic takes another's best word as its second.
        for _ in 0..<2 {
            for topic in telling.indices {
                guard let word = telling[topic].first(where: { isName($0) && !taken.contains($0) })
                else { continue }
                taken.insert(word)
                parts[topic].append(word)
            }
        }
        var names: [String] = []
        for (topic, words) in parts.enumerated() {
            var name = words.isEmpty ? "topic-\(topic + 1)" : words.joined(separator: "-")
            while names.contains(name) { name += "-\(topic + 1)" }
            names.append(name)
        }
        return names
    }

    /// Whether a word can be typed and read as a name: letters and their marks.
    private static func isName(_ word: String) -> Bool {
        let scalars = word.unicodeScalars
        return scalars.count >= scalars.fewestTelling
            && scalars.allSatisfy { $0.properties.isAlphabetic || $0.properties.isDiacritic }
    }
}
