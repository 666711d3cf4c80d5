import Conversation
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
        #expect(tell("/set code 0").hasPrefix("error: code is a category"))
    }

    @Test func aModelWithoutCodesSaysSo() {
        var conversation = Conversation(speaker: ScriptedSpeaker(), seed: 1)
        #expect(
            conversation.handle("/code 1", emit: all).told
                == "error: this model has no codes; it was trained without --codes")
    }
}
