import Conversation
import Foundation
import Models
import Texts

/// A model that says what it was told to, and remembers what it was asked.
final class ScriptedSpeaker: Speaker, @unchecked Sendable {
    struct Question: Equatable {
        var context: String
        var topic: String
        var seed: UInt64
    }
    struct Silence: Error, CustomStringConvertible { let description = "the model is silent" }

    let topicNames: [String]
    let topicModel: TopicModel?
    let unitSeparator: String
    let defaultSettings = ReplySettings()
    private let lock = NSLock()
    private var script: [String?]
    private var asked: [Question] = []

    /// Says the lines of `script` in turn, then "…" with the seed; `nil` throws.
    init(
        _ script: [String?] = [], topics: [String] = ["harbour", "garden", "kitchen"],
        separator: String = "\n", topicModel: TopicModel? = nil
    ) {
        self.script = script
        self.topicModel = topicModel
        topicNames = topics
        unitSeparator = separator
    }

    var questions: [Question] { lock.withLock { asked } }

    func reply(
        to context: String, topic: TopicMixture, settings: ReplySettings, seed: UInt64,
        emit: (String) -> Bool
    ) throws -> Reply {
        let line: String? = lock.withLock {
            asked.append(Question(context: context, topic: "\(topic)", seed: seed))
            return script.isEmpty ? "reply \(seed)" : script.removeFirst()
        }
        guard let line else { throw Silence() }
        var text = ""
        for character in line.prefix(settings.length) {
            text.append(character)
            if !emit(String(character)) { break }
        }
        return Reply(
            text: text, topic: topic, seed: seed, judgement: 0.5, isFinished: text == line)
    }

    /// "draft 0", "draft 1" … with the seed, each liked better than the one before it.
    func drafts(
        _ drafts: Drafts, to context: String, topic: TopicMixture, settings: ReplySettings,
        seed: UInt64, goOn: () -> Bool
    ) throws -> [Draft] {
        lock.withLock {
            asked.append(Question(context: context, topic: "\(topic)", seed: seed))
        }
        guard case .candidates(let count) = drafts, goOn() else { return [] }
        return (0..<count).map { index in
            let reply = Reply(
                text: "draft \(index) \(seed)", topic: topic, seed: seed,
                judgement: Float(index), index: index)
            return Draft(
                reply: reply, judgement: Judgement(mean: Float(index), characters: []))
        }
    }

    func explanation(of text: String, after context: String, from origin: Turn.Origin) throws
        -> Explanation
    {
        let units = context.split(separator: "\n").map { line in
            Explanation.Unit(
                characters: line.map { .init(text: String($0)) }, attention: nil, bits: 1)
        }
        return Explanation(text: text, symbols: text.count, bits: 2, context: units)
    }

    func judge(_ text: String, after context: String, topic: TopicMixture) throws -> Judgement {
        lock.withLock { asked.append(Question(context: context, topic: "\(topic)", seed: 0)) }
        let logits: [Character: Float] = ["a": 3, "b": -3]
        let characters = text.map {
            CharacterJudgement(text: String($0), logit: logits[$0] ?? 0)
        }
        return Judgement(mean: 0, topicFits: 1.5, characters: characters)
    }
}

/// Lets every reply be written to its end.
func all(_ piece: String) -> Bool { true }

extension Outcome {
    /// The words of a text, a reply or an error, with a mark that tells which.
    var told: String {
        switch self {
        case .nothing: "nothing"
        case .text(let text): "text: \(text)"
        case .reply(let reply): "reply: \(reply.text)"
        case .judgement(let judgement): "judgement: \(judgement.summary)"
        case .offer(let offer):
            "offer: "
                + offer.choices.map { "\($0.number) \($0.draft.reply.text)" }
                .joined(separator: ", ")
        case .explanation(let explanation):
            "explanation: \(explanation.text) after \(explanation.context.count) units"
        case .error(let words): "error: \(words)"
        case .quit: "quit"
        }
    }
}
