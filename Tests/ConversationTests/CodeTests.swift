import Conversation
import Models
import Testing
import Texts

@Suite("The latent code in a conversation") struct CodeTests {
    private struct Coded: Speaker {
        let codeCount: Int
        let topicNames: [String] = []
        let unitSeparator = "\n"
        let defaultSettings = ReplySettings()

        func reply(
            to context: String, topic: TopicMixture, settings: ReplySettings, seed: UInt64,
            emit: (String) -> Bool
        ) throws -> Reply {
            let text = "by \(settings.code.map { "\($0)" } ?? "chance")"
            _ = emit(text)
            return Reply(text: text, topic: topic, seed: seed)
        }

        func drafts(
            _ drafts: Drafts, to context: String, topic: TopicMixture, settings: ReplySettings,
            seed: UInt64, goOn: () -> Bool
        ) throws -> [Draft] {
            guard case .codes(let chance) = drafts else { return [] }
            return (0..<codeCount).map { code in
                let text = "code \(code + 1), chance \(chance), seed \(seed), after \(context)"
                return Draft(
                    reply: Reply(text: text, topic: topic, seed: seed, index: code),
                    judgement: Judgement(mean: Float(-code), characters: []))
            }
        }

        func explanation(of text: String, after context: String, from origin: Turn.Origin) throws
            -> Explanation
        {
            Explanation(text: text, symbols: 0, bits: 0, context: [])
        }

        func judge(_ text: String, after context: String, topic: TopicMixture) throws -> Judgement {
            Judgement(mean: 0, characters: [])
        }
    }

    @Test func isChosenShownAndLeftToChance() {
        var conversation = Conversation(speaker: Coded(codeCount: 3), seed: 1)
        func tell(_ line: String) -> String { conversation.handle(line, emit: all).told }
        #expect(tell("/code") == "text: code: none (3 categories)")
        #expect(tell("/code 2:0.5,-1") == "text: code: 2:0.5,-1.0 (3 categories)")
        #expect(tell("hello").contains("by 2:0.5,-1.0"))
        #expect(tell("/show").contains("2:0.5,-1.0"))
        #expect(tell("/code 4") == "error: there is no code 4; this model's go from 1 to 3")
        #expect(tell("/code x").hasPrefix("error: \"x\" is no code"))
        #expect(tell("/code") == "text: code: 2:0.5,-1.0 (3 categories)")
        #expect(tell("/code NONE") == "text: code: none (3 categories)")
        #expect(tell("hello").contains("by chance"))
        #expect(tell("/set code 3") == "text: code: 3")
        #expect(tell("/set code 4") == "error: there is no code 4; this model's go from 1 to 3")
        #expect(tell("/code") == "text: code: 3 (3 categories)")
        #expect(tell("/set code 0").hasPrefix("error: code is a category"))
    }

    @Test func aSweepWritesTheLastReplyUnderEveryCode() throws {
        var conversation = Conversation(speaker: Coded(codeCount: 3), seed: 1)
        let reply = try conversation.say("hello", emit: all)
        let before = conversation.replyCount
        try conversation.set("temperature", to: "0.3")
        let told = conversation.handle("/code sweep", emit: all).told
        let text = "code 2, chance 0, seed \(reply.seed), after hello\n"
        #expect(told.hasPrefix("offer: 1 code 1,") && told.contains(", 2 \(text)"))
        // The same seed, so none is used up; and nothing is changed before one is picked.
        #expect(conversation.replyCount == before && conversation.lastReply?.text == reply.text)
        #expect(conversation.handle("/pick 2", emit: all).told == "reply: \(text)")
        #expect(conversation.turns.count == 2)
        #expect(conversation.lastReply?.origin?.settings?.code == CodeChoice(category: 1))
        #expect(conversation.lastReply?.origin?.drafts == .codes(chance: 0))
        // What the reply had, not what is set by now.
        #expect(conversation.lastReply?.origin?.settings?.temperature == 0.8)
        #expect(conversation.settings.code == nil)
        // A sweep of a reply that came of a sweep has the same chance.
        #expect(conversation.handle("/code sweep", emit: all).told == told)
        #expect(
            conversation.handle("/code sweep x", emit: all).told.hasPrefix("error: \"sweep x\""))
    }

    @Test func aModelWithoutCodesSaysSo() {
        var conversation = Conversation(speaker: ScriptedSpeaker(), seed: 1)
        #expect(
            conversation.handle("/code 1", emit: all).told
                == "error: this model has no codes; it was trained without --codes")
        #expect(
            conversation.handle("/code sweep", emit: all).told
                == "error: this model has no codes; it was trained without --codes")
        #expect(
            conversation.handle("/set code 1", emit: all).told
                == "error: this model has no codes; it was trained without --codes")
        #expect(conversation.handle("/set code none", emit: all).told == "text: code: none")
    }
}
