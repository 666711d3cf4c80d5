import Texts

/// A topic as a transcript holds it: its weights by name; empty for none.
struct SavedTopic: Codable, Hashable, Sendable {
    struct Share: Codable, Hashable, Sendable {
        var name: String
        var weight: Float
    }

    var shares: [Share]

    init(_ topic: TopicMixture) {
        shares =
            topic.isChosen
            ? zip(topic.names, topic.weights).filter { $0.1 > 0 }.map(Share.init) : []
    }

    init(from decoder: any Decoder) throws {
        shares = try decoder.singleValueContainer().decode([Share].self)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(shares)
    }

    /// The topic among `names`, with the very weights that were saved.
    ///
    /// - Throws: ``ConversationError/foreignTopic(_:known:)``; ``TopicError`` for a bad weight.
    func mixture(of names: [String]) throws -> TopicMixture {
        for share in shares where !names.contains(share.name) {
            throw ConversationError.foreignTopic(share.name, known: names)
        }
        guard let first = shares.first else { return .none(of: names) }
        if shares.count == 1, let index = names.firstIndex(of: first.name) {
            return .only(index, of: names)
        }
        // Parsing divides by the sum of the weights, which rounding may have moved from 1 by a
        // little: a scale is looked for under which the division gives the saved bits.
        let scales = [1] + (2...64).map(Float.init)
        let candidates = try scales.lazy.map { scale in
            let words = shares.map { "\($0.name):\($0.weight * scale)" }
            return try TopicMixture(parsing: words.joined(separator: " "), of: names)
        }
        return candidates.first { SavedTopic($0) == self } ?? candidates[0]
    }
}
