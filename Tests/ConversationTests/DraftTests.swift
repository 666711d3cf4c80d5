import Conversation
import Testing

@Suite("Candidates to pick from") struct DraftTests {
    private func conversation(_ script: [String?] = ["One."]) -> Conversation {
        Conversation(speaker: ScriptedSpeaker(script), seed: 1)
    }

    @Test func areRankedAndChangeNothingUntilOneIsPicked() throws {
        var conversation = conversation()
        func tell(_ line: String) -> String { conversation.handle(line, emit: all).told }
        _ = tell("hello")
        let turns = conversation.turns
        let told = tell("/candidates 3")
        let seed = try #require(conversation.offer?.choices.first?.draft.reply.seed)
        #expect(told == "offer: 1 draft 2 \(seed), 2 draft 1 \(seed), 3 draft 0 \(seed)")
        #expect(conversation.turns == turns)
        var heard = ""
        let picked = conversation.handle("/pick 2") {
            heard += $0; return true
        }
        #expect(picked.told == "reply: draft 1 \(seed)" && heard == "draft 1 \(seed)")
        #expect(conversation.context == "hello\ndraft 1 \(seed)\n")
        let origin = try #require(conversation.lastReply?.origin)
        #expect(origin.drafts == .candidates(3) && origin.index == 1 && origin.seed == seed)
        #expect(origin.settings?.candidates == 3 && conversation.settings.candidates == 1)
        // A better one after all.
        #expect(tell("/pick 1") == "reply: draft 2 \(seed)")
        #expect(conversation.turns.count == 2)
    }

    @Test func answerTheLastThingSaid() throws {
        let speaker = ScriptedSpeaker(["One."])
        var conversation = Conversation(speaker: speaker, seed: 1)
        for line in ["/candidates 2", "/pick 1", "/clear", "hello", "/candidates 2"] {
            _ = conversation.handle(line, emit: all)
        }
        #expect(speaker.questions.map(\.context) == ["", "hello\n", "hello\n"])
        #expect(Set(speaker.questions.map(\.seed)).count == 3)
    }

    @Test(arguments: ["more", "/undo", "/retry", "/continue", "/clear", "/context set x"])
    func areGoneWhenSomethingElseIsSaid(line: String) {
        var conversation = conversation([])
        for line in ["hello", "/candidates", line] { _ = conversation.handle(line, emit: all) }
        #expect(conversation.offer == nil)
        #expect(
            conversation.handle("/pick 1", emit: all).told
                == "error: there is nothing to pick from; /candidates draws some")
    }

    @Test func numbersThatAreNone() {
        var conversation = conversation()
        func tell(_ line: String) -> String { conversation.handle(line, emit: all).told }
        for count in ["1", "65", "x", "2 3", "-4"] {
            #expect(
                tell("/candidates \(count)")
                    == "error: N is a whole number from 2 to 64, not \"\(count)\"")
        }
        _ = tell("/candidates 2")
        #expect(tell("/pick") == "error: that is used as /pick K")
        #expect(tell("/pick 3") == "error: there is no 3 to pick; the choices are 1, 2")
        #expect(tell("/pick best") == "error: there is no best to pick; the choices are 1, 2")
        _ = tell("/candidates 64")
        #expect(tell("/pick 0") == "error: there is no 0 to pick; the choices go from 1 to 64")
    }

    @Test func asManyAsTheSettingSays() {
        var conversation = conversation()
        _ = conversation.handle("/candidates", emit: all)
        #expect(conversation.offer?.choices.count == 4)
        _ = conversation.handle("/set candidates 6", emit: all)
        _ = conversation.handle("/candidates", emit: all)
        #expect(conversation.offer?.choices.count == 6)
    }

    @Test func stoppedAtOnceThereAreNone() {
        var conversation = conversation()
        #expect(
            conversation.handle("/candidates", emit: { _ in false }).told
                == "error: nothing was written")
    }

    @Test func tabOffersTheNumbers() {
        var conversation = conversation()
        _ = conversation.handle("/candidates 3", emit: all)
        let found = conversation.suggestions(for: "/pick ", cursor: 6, files: { _ in [] })
        #expect(found.candidates == ["1", "2", "3"])
    }
}
