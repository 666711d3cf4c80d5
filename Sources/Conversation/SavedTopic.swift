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

    /// The topic among `names`, with the very weights that were saved; where one of its names is not among
    /// them, none when `orNone`.
    ///
    /// - Throws: ``ConversationError/foreignTopic(_:known:)``; ``TopicError`` for a bad weight.
    func mixture(of names: [String], orNone: Bool = false) throws -> TopicMixture {
        for share in shares where !names.contains(share.name) {
            if orNone { return .none(of: names) }
            throw ConversationError.foreignTopic(share.name, known: names)
        }
        guard let first = shares.first else { return .none(of: names) }
        var weights = [Float](repeating: 0, count: names.count)
        for share in shares {
            if let index = names.firstIndex(of: share.name) { weights[index] += share.weight }
        }
        guard let mixture = TopicMixture(restoring: weights, of: names) else {
            throw TopicError.badWeight("\(first.name):\(first.weight)")
        }
        return mixture
    }
}
