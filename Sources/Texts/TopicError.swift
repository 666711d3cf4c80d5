import Foundation

/// Why words do not name a topic.
public enum TopicError: Error, Equatable {
    /// No topic begins with the word; `nearest` is the topic that it may be a misspelling of.
    case unknown(String, known: [String], nearest: String? = nil)
    /// More than one topic begins with the word.
    case ambiguous(String, [String])
    /// What stands after the colon is not a weight.
    case badWeight(String)
    /// The word is no topic, and the model does not know what words tell about topics.
    case noWords(String, known: [String])
    /// None of the words says anything about a topic; those in `unknown` were never seen.
    case nothingTold(String, unknown: [String], known: [String])

    /// The name in `names` of which `word` looks like a misspelling: one letter in four may be wrong.
    static func nearMiss(_ word: String, in names: [String]) -> String? {
        let word = word.lowercased()
        guard word.unicodeScalars.count >= 3, word.unicodeScalars.count < 40 else { return nil }
        let ranked = names.map { (name: $0, distance: Spelling.distance(word, $0.lowercased())) }
        guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= max(1, word.unicodeScalars.count / 4) ? best.name : nil
    }
}

extension TopicError: LocalizedError, CustomStringConvertible {
    /// What is wrong and what to type instead.
    public var description: String {
        switch self {
        case .unknown(let name, let known, _) where known.isEmpty:
            "no topic \"\(name)\": this model has no topics"
        case .unknown(let name, _, let nearest?):
            "no topic \"\(name)\"; did you mean \(nearest)?"
        case .unknown(let name, let known, nil):
            "no topic \"\(name)\"; \(TopicError.list(known))"
        case .ambiguous(let name, let matches):
            "\"\(name)\" could be \(matches.joined(separator: " or "))"
        case .badWeight(let field):
            "\"\(field)\" is not a weighted topic; write NAME:WEIGHT, a weight from 0.000001 to 1000000"
        case .noWords(let name, let known):
            "no topic \"\(name)\"; \(TopicError.list(known)) (other words need a newer model: "
                + "riposte export --topic-words adds them)"
        case .nothingTold(let words, let unknown, let known) where unknown.isEmpty:
            "\"\(words)\" says nothing about a topic; \(TopicError.list(known))"
        case .nothingTold(_, let unknown, let known):
            "nothing is known of \(unknown.map { "\"\($0)\"" }.joined(separator: ", ")); "
                + TopicError.list(known)
        }
    }
    /// The same words, for Foundation.
    public var errorDescription: String? { description }

    private static func list(_ known: [String]) -> String {
        "the topics are \(known.joined(separator: ", "))"
    }
}
