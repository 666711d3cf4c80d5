import Tensors
import Texts

/// Topics and contexts that belong to a passage, and ones that do not.
public enum Mismatch {
    /// Topic vectors [topics, count]: one-hot where there is a topic, uniform where there is none.
    ///
    /// - Parameter weights: for each topic the vector to use in place of the one-hot one, where it is not
    ///   empty (``Passage/topicWeights``).
    public static func topicVectors(
        _ topics: [Int?], weights: [[Float]] = [], count: Int
    ) -> [Float] {
        precondition(weights.isEmpty || weights.count == topics.count, "weights of other topics")
        return topics.enumerated().flatMap { index, topic -> [Float] in
            guard let topic else {
                return [Float](repeating: 1 / Float(count), count: count)
            }
            if !weights.isEmpty, weights[index].count == count { return weights[index] }
            return (0..<count).map { topic == $0 ? 1 : 0 }
        }
    }

    /// Topic vectors [topics, count] under which each topic and the `wrong` one beside it have exchanged
    /// their weights: of a one-hot vector the wrong topic's, of a mixture one as mixed as it is.
    public static func exchangedTopicVectors(
        _ topics: [Int?], with wrong: [Int?], weights: [[Float]], count: Int
    ) -> [Float] {
        let exchanged = weights.enumerated().map { index, weights -> [Float] in
            guard let topic = topics[index], let other = wrong[index], weights.count == count else {
                return []
            }
            var weights = weights
            weights.swapAt(topic, other)
            return weights
        }
        return topicVectors(wrong, weights: exchanged, count: count)
    }

    /// For each passage another topic than its own, any of the others.
    public static func wrongTopics(_ topics: [Int?], count: Int, _ random: RandomSource) -> [Int?] {
        guard count > 1 else { return topics.map { _ in nil } }
        return topics.enumerated().map { index, topic in
            let other = random.below(count - 1, index)
            return other < topic ?? count ? other : other + 1
        }
    }

    /// For each passage another one whose context it might get: of another document, not empty. A
    /// passage that begins inside a unit keeps its own: there the spelling of a word would tell, not
    /// the context. So does one for which there is none.
    public static func wrongContexts(_ passages: [Passage], _ random: RandomSource) -> [Int] {
        passages.indices.map { index in
            guard passages[index].beginsUnit else { return index }
            return others(of: index, passages, random).first { other in
                passages[other].document != passages[index].document
                    && passages[other].beginsUnit && !passages[other].context.isEmpty
            } ?? index
        }
    }

    /// For each passage another one whose text does not fit its topic (where `byTopic` says so) or its
    /// context; nil where there is none.
    ///
    /// It is the text that is exchanged: context and topic then agree in the right examples and in the
    /// wrong ones, and only the text can tell them apart. A text that does not fit the context is of
    /// the same topic where possible, so that the topic alone does not tell. Passages that begin inside
    /// a unit are left out: the spelling of a word would tell.
    public static func wrongTexts(_ passages: [Passage], byTopic: [Bool], _ random: RandomSource)
        -> [Int?]
    {
        passages.indices.map { index in
            let own = passages[index]
            guard own.beginsUnit else { return nil }
            let candidates = others(of: index, passages, random).filter {
                passages[$0].beginsUnit && passages[$0].document != own.document
            }
            if byTopic[index] { return candidates.first { passages[$0].topic != own.topic } }
            return candidates.first { passages[$0].topic == own.topic } ?? candidates.first
        }
    }

    /// All other indices, beginning at a random one.
    private static func others(of index: Int, _ passages: [Passage], _ random: RandomSource)
        -> [Int]
    {
        let count = passages.count
        guard count > 1 else { return [] }
        let offset = random.below(count - 1, index)
        return (0..<count - 1).map { (index + 1 + (offset + $0) % (count - 1)) % count }
    }
}
