/// What carried a reply: how much less likely it would have been without each part of what it depends
/// on, and where the attention looked.
///
/// Likelihoods are those of the distribution that the reply was drawn from (its topic mixture, guidance,
/// noise and code), at temperature 1 and from all symbols. A part's ``Unit/bits`` compare with the same
/// distribution without the part: above 0, the part made the reply likelier. Parts overlap, so their bits
/// do not add up to those of all of them together.
public struct Explanation: Hashable, Sendable {
    /// A character of the context.
    public struct Character: Hashable, Sendable {
        /// The character.
        public var text: String
        /// The share of the attention that it had, averaged over the reply; nil without attention.
        public var attention: Float?

        /// A character of the context.
        public init(text: String, attention: Float? = nil) {
            self.text = text
            self.attention = attention
        }
    }

    /// A unit of the context, as far as the model reads it.
    public struct Unit: Hashable, Sendable {
        /// Its characters, without the separator at its end.
        public var characters: [Character]
        /// The share of the attention that it had, its separator included; nil without attention.
        public var attention: Float?
        /// What the reply costs without it, less what it costs with it.
        public var bits: Double

        /// A unit of the context.
        public init(characters: [Character], attention: Float?, bits: Double) {
            self.characters = characters
            self.attention = attention
            self.bits = bits
        }
    }

    /// A topic of the mixture that was asked for.
    public struct Topic: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// Its weight in the mixture.
        public var weight: Float
        /// What the reply costs when the others take its place, less what it costs with it.
        public var bits: Double

        /// A topic of the mixture.
        public init(name: String, weight: Float, bits: Double) {
            self.name = name
            self.weight = weight
            self.bits = bits
        }
    }

    /// The reply.
    public var text: String
    /// Number of its symbols.
    public var symbols: Int
    /// What it costs.
    public var bits: Double
    /// The context, oldest first: the units that the model reads.
    public var context: [Unit]
    /// How many units stand before those, where it does not read.
    public var unread: Int
    /// What the reply costs without any context, less what it costs; nil where there is none.
    public var contextBits: Double?
    /// The topics that were asked for, heaviest first.
    public var topics: [Topic]
    /// What the reply costs without a topic, less what it costs; nil where none was asked for.
    public var topicBits: Double?
    /// Whether the model has topics at all.
    public var hasTopics: Bool
    /// The share of the attention that the reply itself had, where it is long enough to have become
    /// context; nil without attention.
    public var ownAttention: Float?

    /// An explanation.
    public init(
        text: String, symbols: Int, bits: Double, context: [Unit], unread: Int = 0,
        contextBits: Double? = nil, topics: [Topic] = [], topicBits: Double? = nil,
        hasTopics: Bool = true, ownAttention: Float? = nil
    ) {
        self.text = text
        self.symbols = symbols
        self.bits = bits
        self.context = context
        self.unread = unread
        self.contextBits = contextBits
        self.topics = topics
        self.topicBits = topicBits
        self.hasTopics = hasTopics
        self.ownAttention = ownAttention
    }
}

extension Explanation {
    /// How much attention a stretch of the context had, against an even share.
    public enum Regard: Int, CaseIterable, Comparable, Sendable {
        /// Less than three quarters of an even share.
        case little
        /// About an even share.
        case even
        /// One and a half times an even share.
        case much
        /// Three times an even share.
        case most

        /// The step that `ratio` to an even share falls on.
        public init(ratio: Float) {
            switch ratio {
            case 3...: self = .most
            case 1.5...: self = .much
            case 0.75...: self = .even
            default: self = .little
            }
        }

        /// Ordered from little to most.
        public static func < (one: Regard, other: Regard) -> Bool { one.rawValue < other.rawValue }
    }

    /// The words of `unit`, and what lies between them, each with the attention that its most regarded
    /// character had; even throughout for a model without attention.
    public func stretches(of unit: Unit) -> [(text: String, regard: Regard)] {
        let count = context.reduce(0) { $0 + $1.characters.count }
        let total = context.reduce(0) { sum, unit in
            unit.characters.reduce(sum) { $0 + ($1.attention ?? 0) }
        }
        let even = total / Float(max(1, count))
        return Explanation.words(of: unit.characters).map { word in
            let most = word.compactMap(\.attention).max()
            let ratio = even > 0 ? (most ?? even) / even : 1
            return (word.map(\.text).joined(), Regard(ratio: ratio))
        }
    }

    /// Runs of letters and digits, of blanks, and of everything else. A run longer than words are is one
    /// of a script without blanks between words: there every character stands alone.
    private static func words(of characters: [Character]) -> [[Character]] {
        enum Kind { case letters, blanks, marks }
        var words: [[Character]] = []
        var last: Kind?
        for character in characters {
            let text = character.text
            let kind: Kind =
                text.allSatisfy(\.isWhitespace)
                ? .blanks : text.allSatisfy { $0.isLetter || $0.isNumber } ? .letters : .marks
            if kind == last {
                words[words.count - 1].append(character)
            } else {
                words.append([character])
                last = kind
            }
        }
        return words.flatMap { $0.count > 24 ? $0.map { [$0] } : [$0] }
    }
}
