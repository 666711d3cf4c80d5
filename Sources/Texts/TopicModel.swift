import Foundation

/// What words tell about topics: for each word that the texts have, how much more often it occurs
/// under each topic than in all texts together.
///
/// Of a word w and a topic k the model holds the **lift** p(w | k) / p(w), 1 where the word says nothing
/// about the topic. With n the occurrences of w under k, e those that would be there if the word were
/// spread evenly, and s = ``shrinkage``,
///
///     lift = (n + s) / (e + s)
///
/// the posterior mean of a rate under a gamma prior around 1 (DuMouchel, "Bayesian data mining in large
/// frequency tables", The American Statistician 53, 1999): a word that was seen once convinces little,
/// one that was seen a hundred times speaks for itself. Stop-words need no list, their lifts are near 1.
///
/// A model comes from labelled documents (``init(labelled:names:)``) or finds the topics itself
/// (``TopicDiscovery``). It is stored with a checkpoint; lifts are kept as bytes, log2 in sixteenths,
/// and everything that is inferred is inferred from the stored bytes, so that a model that was read
/// back infers the same.
public struct TopicModel: Hashable, Sendable {
    /// Where topics come from.
    public enum Origin: String, Codable, Sendable {
        /// The texts were labelled: topics are files or folders.
        case labels
        /// The topics were found in texts without labels.
        case discovered
    }

    /// The names of the K topics, in the networks' order.
    public let names: [String]
    /// Where the topics come from.
    public let origin: Origin
    /// For each topic its most telling words, the best first.
    public let telling: [[String]]
    /// The words that are known, in ascending order.
    public let words: [String]

    /// How many styles follow the topics: components of the texts that are no topics and only explain
    /// words away (``TopicDiscovery``).
    let styles: Int
    /// log2 of the lifts in sixteenths, [words, K + styles].
    let bytes: [Int8]
    private let rows: [String: Int]

    /// s: how many occurrences at the even rate are added to what was seen.
    static let shrinkage = 0.5
    /// How many telling words are kept of each topic.
    static let tellingWords = 12
    /// The most words, and the most lifts, that a model keeps.
    static let mostWords = 20_000
    static let mostLifts = 1 << 20
    /// How many characters are read at most; of larger corpora a sample of the documents.
    static let mostCharacters = 8_000_000

    /// The lift that a byte stands for.
    static let lifts: [Float] = (0..<256).map { byte in
        Float(exp2(Double(Int8(truncatingIfNeeded: byte)) / 16))
    }

    /// The lift of the word in `row` under each topic, and under each style.
    func lifts(row: Int) -> [Float] {
        let count = names.count + styles
        return bytes[row * count..<(row + 1) * count].map { TopicModel.lift($0) }
    }

    static func lift(_ byte: Int8) -> Float { lifts[Int(UInt8(bitPattern: byte))] }

    /// Which row holds `word`, as ``WordBreaks`` writes it; nil where the texts did not have it.
    func row(of word: String) -> Int? { rows[word] }

    /// How many words are known.
    public var wordCount: Int { words.count }

    /// A model of counts: `counts[w * C + c]` occurrences of word w in component c, `totals[w]` of all,
    /// `shares[c]` the share of all occurrences that are in component c. The first `topics` components
    /// are the topics, the others styles.
    ///
    /// The most frequent words are kept. `names` makes names of the telling words.
    init(
        origin: Origin, words: [String], counts: [Double], totals: [Double], shares: [Double],
        topics: Int, names: ([[String]]) -> [String]
    ) {
        let components = shares.count
        let most = min(TopicModel.mostWords, TopicModel.mostLifts / max(1, components))
        let frequent = words.indices.sorted {
            (totals[$1], words[$0]) < (totals[$0], words[$1])
        }.prefix(most)
        let kept = frequent.sorted { words[$0] < words[$1] }
        let s = TopicModel.shrinkage
        var bytes: [Int8] = []
        bytes.reserveCapacity(kept.count * components)
        var scores = [[(score: Double, word: Int)]](repeating: [], count: topics)
        for word in kept {
            for component in 0..<components {
                let count = counts[word * components + component]
                let lift = log2((count + s) / (totals[word] * shares[component] + s))
                bytes.append(Int8(max(-127, min(127, (lift * 16).rounded()))))
                if component < topics, lift > 0.5, count >= 2 {
                    scores[component].append((count * lift, word))
                }
            }
        }
        telling = scores.map { scores in
            scores.sorted { ($1.score, words[$0.word]) < ($0.score, words[$1.word]) }
                .prefix(TopicModel.tellingWords).map { words[$0.word] }
        }
        self.names = names(telling)
        self.origin = origin
        styles = components - topics
        self.words = kept.map { words[$0] }
        self.bytes = bytes
        rows = TopicModel.rows(self.words)
    }

    private static func rows(_ words: [String]) -> [String: Int] {
        Dictionary(zip(words, words.indices), uniquingKeysWith: { first, _ in first })
    }
}

extension TopicModel: Codable {
    private enum Key: String, CodingKey {
        case names, origin, telling, styles, words, lifts
    }

    /// Reads what ``encode(to:)`` wrote.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        names = try container.decode([String].self, forKey: .names)
        origin = try container.decode(Origin.self, forKey: .origin)
        telling = try container.decode([[String]].self, forKey: .telling)
        styles = try container.decode(Int.self, forKey: .styles)
        words = try container.decode(String.self, forKey: .words)
            .split(separator: "\n").map(String.init)
        bytes = try container.decode(Data.self, forKey: .lifts).map { Int8(bitPattern: $0) }
        rows = TopicModel.rows(words)
        guard (0...1000).contains(styles), bytes.count == words.count * (names.count + styles),
            rows.count == words.count,
            telling.count == names.count, Set(names).count == names.count
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .lifts, in: container,
                debugDescription: "names, words and lifts do not belong together")
        }
    }

    /// Writes the words with a line break between them, and the lifts as bytes in Base64.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(names, forKey: .names)
        try container.encode(origin, forKey: .origin)
        try container.encode(telling, forKey: .telling)
        try container.encode(styles, forKey: .styles)
        try container.encode(words.joined(separator: "\n"), forKey: .words)
        try container.encode(Data(bytes.map { UInt8(bitPattern: $0) }), forKey: .lifts)
    }
}
