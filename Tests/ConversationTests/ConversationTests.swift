import Conversation
import Testing
import Texts

@Suite struct ConversationTests {
    @Test func whatIsSaidJoinsTheContext() throws {
        let speaker = ScriptedSpeaker(["Yes, by an hour.", "The wind."])
        var conversation = Conversation(speaker: speaker, seed: 1)
        var heard = ""
        let reply = try conversation.say("  Is the ferry late? ") {
            heard += $0
            return true
        }
        #expect(reply.text == "Yes, by an hour." && heard == reply.text)
        _ = try conversation.say("Why?", emit: all)
        #expect(
            speaker.questions.map(\.context) == [
                "Is the ferry late?\n", "Is the ferry late?\nYes, by an hour.\nWhy?\n",
            ])
        #expect(
            conversation.context == "Is the ferry late?\nYes, by an hour.\nWhy?\nThe wind.\n")
    }

    @Test func linesOfABlockAreUnits() throws {
        let prose = ScriptedSpeaker(["So."], separator: " ")
        var conversation = Conversation(speaker: prose, seed: 1)
        _ = try conversation.say("One.\r\n\n  Two. ", emit: all)
        #expect(conversation.context == "One. Two. So. ")
    }

    @Test func anInterruptedReplyKeepsWhatWasWritten() throws {
        let speaker = ScriptedSpeaker(["The boats are in.", " are in.", "Good."])
        var conversation = Conversation(speaker: speaker, seed: 1)
        var count = 0
        let reply = try conversation.say("Well?") { _ in
            count += 1
            return count < 9
        }
        #expect(reply.text == "The boats")
        #expect(conversation.lastReply?.text == "The boats")
        // The unit is not finished, so no separator stands behind it.
        #expect(conversation.context == "Well?\nThe boats")
        _ = try conversation.proceed(emit: all)
        #expect(conversation.context == "Well?\nThe boats are in.\n")
        _ = try conversation.retry(emit: all)
        #expect(conversation.turns.map(\.text) == ["Well?", "The boats", "Good."])
    }

    @Test func aReplyThatTheLengthCutsIsUnfinished() throws {
        let speaker = ScriptedSpeaker(["abcdef"])
        var conversation = Conversation(
            speaker: speaker, settings: ReplySettings(length: 3), seed: 1)
        _ = try conversation.say("Go", emit: all)
        #expect(conversation.context == "Go\nabc")
    }

    @Test func whatIsSaidAfterACutReplyIsAUnitOfItsOwn() throws {
        let speaker = ScriptedSpeaker(["abcdef", "Yes", "de"])
        var conversation = Conversation(
            speaker: speaker, settings: ReplySettings(length: 3), seed: 1)
        _ = try conversation.say("Go", emit: all)
        _ = try conversation.say("More", emit: all)
        #expect(speaker.questions[1].context == "Go\nabc\nMore\n")
        #expect(conversation.context == "Go\nabc\nMore\nYes\n")
        // Taken back, the reply is open again.
        _ = try conversation.undo()
        _ = try conversation.proceed(emit: all)
        #expect(speaker.questions[2].context == "Go\nabc")
        #expect(conversation.context == "Go\nabcde\n")
    }

    @Test func aSilentModelChangesNothing() throws {
        let speaker = ScriptedSpeaker(["One.", nil, nil])
        var conversation = Conversation(speaker: speaker, seed: 1)
        _ = try conversation.say("First", emit: all)
        let before = conversation.turns
        #expect(throws: ScriptedSpeaker.Silence.self) {
            try conversation.say("Second", emit: all)
        }
        #expect(throws: ScriptedSpeaker.Silence.self) { try conversation.retry(emit: all) }
        #expect(conversation.turns == before)
    }

    @Test func retryAndUndo() throws {
        let speaker = ScriptedSpeaker(["One.", "Other.", "Two.", "More."])
        var conversation = Conversation(speaker: speaker, seed: 1)
        #expect(throws: ConversationError.nothingToRetry) { try conversation.retry(emit: all) }
        #expect(throws: ConversationError.nothingToUndo) { try conversation.undo() }
        _ = try conversation.say("A", emit: all)
        let again = try conversation.retry(emit: all)
        #expect(again.text == "Other." && conversation.context == "A\nOther.\n")
        #expect(speaker.questions[0].context == speaker.questions[1].context)
        #expect(speaker.questions[0].seed != speaker.questions[1].seed)
        _ = try conversation.say("B", emit: all)
        _ = try conversation.proceed(emit: all)
        #expect(try conversation.undo().map(\.text) == ["More."])
        #expect(conversation.context == "A\nOther.\nB\nTwo.\n")
        #expect(try conversation.undo().map(\.text) == ["B", "Two."])
        #expect(conversation.context == "A\nOther.\n")
        _ = try conversation.undo()
        #expect(conversation.turns.isEmpty)
        conversation.setContext("Given.")
        #expect(throws: ConversationError.nothingToUndo) { try conversation.undo() }
        #expect(conversation.context == "Given.\n")
    }

    @Test func theModelMayBegin() throws {
        let speaker = ScriptedSpeaker(["Once."])
        var conversation = Conversation(speaker: speaker, seed: 1)
        _ = try conversation.proceed(emit: all)
        #expect(speaker.questions[0].context.isEmpty && conversation.context == "Once.\n")
    }

    @Test func seedsAreReproducible() throws {
        func seeds(_ seed: UInt64) throws -> [UInt64] {
            let speaker = ScriptedSpeaker()
            var conversation = Conversation(speaker: speaker, seed: seed)
            for line in ["a", "b"] { _ = try conversation.say(line, emit: all) }
            _ = try conversation.retry(emit: all)
            return speaker.questions.map(\.seed)
        }
        // SplitMix64 from 0: the upper 53 bits of the values of the algorithm's reference code.
        let reference: [UInt64] = [
            0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F,
        ]
        #expect(try seeds(0) == reference.map { $0 >> 11 })
        #expect(try seeds(7) == seeds(7))
        #expect(try Set(seeds(7) + seeds(8)).count == 6)
    }

    @Test func aSeedThatIsSetGoesBeforeTheSession() throws {
        let speaker = ScriptedSpeaker()
        var conversation = Conversation(speaker: speaker, seed: 1)
        for _ in 0..<2 {
            try conversation.set("seed", to: "0")
            _ = try conversation.say("a", emit: all)
        }
        let first: UInt64 = 0xE220_A839_7B1D_CDAF >> 11
        #expect(speaker.questions.map(\.seed) == [first, first])
    }
}
