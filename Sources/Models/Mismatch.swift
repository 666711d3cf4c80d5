import Tensors
import Texts

/// Topics and contexts that belong to a passage, and ones that do not.
public enum Mismatch {
    /// Topic vectors [topics, count]: one-hot where there is a topic, uniform where there is none.
    public static func topicVectors(_ topics: [Int?], count: Int) -> [Float] {
        topics.flatMap { topic in
            (0..<count).map { index in
                topic.map { $0 == index ? 1 : 0 } ?? 1 / Float(count)
            }
        }
    }

    /// For each passage another topic than its own, any of the others.
    public static func wrongTopics(_ topics: [Int?], count: Int, _ random: RandomSource) -> [Int?] {
        guard count > 1 else { return topics.map { _ in nil } }
        return topics.enumerated().map { index, topic in
            let other = random.below(count - 1, index)
            return other < topic ?? count ? other : other + 1
        }
    }

    /// For each passage another one whose context it might get: one of another document that is not
    /// empty where there is one, at any rate another passage (with a single passage, itself).
    public static func wrongContexts(_ passages: [Passage], _ random: RandomSource) -> [Int] {
        let count = passages.count
        return passages.indices.map { index in
            guard count > 1 else { return index }
            let offset = random.below(count - 1, index)
            let candidates = (0..<count - 1).lazy.map { turn in
                (index + 1 + (offset + turn) % (count - 1)) % count
            }
            return candidates.first { candidate in
                passages[candidate].document != passages[index].document
                    && !passages[candidate].context.isEmpty
            }
                ?? (index + 1 + offset) % count
        }
    }
}
