import Conversation
import Foundation
import Testing

@Suite("A conversation for programs") struct LiveConversationTests {
    private func conversation(_ script: [String?]) -> LiveConversation {
        LiveConversation(Conversation(speaker: ScriptedSpeaker(script), seed: 1))
    }

    @Test func aReplyComesCharacterByCharacter() async throws {
        let talk = conversation(["Yes, e\u{301}nfin 👩‍👩‍👧!", "Two."])
        var characters: [Character] = []
        for try await character in talk.reply(to: "Late?") { characters.append(character) }
        #expect(String(characters) == "Yes, e\u{301}nfin 👩‍👩‍👧!")
        #expect(characters.contains("👩‍👩‍👧"))
        #expect(await talk.turns.map(\.text) == ["Late?", String(characters)])
        #expect(await talk.turns.last?.origin?.isFinished == true)
        for try await _ in talk.retry() {}
        #expect(await talk.turns.map(\.text) == ["Late?", "Two."])
    }

    @Test func leavingTheLoopKeepsWhatWasTaken() async throws {
        let talk = conversation(["The boats are in.", "More."])
        for count in [1, 5, 16] {
            let talk = conversation(["The boats are in."])
            var taken = ""
            for try await character in talk.reply(to: "Well?") {
                taken.append(character)
                if taken.count == count { break }
            }
            #expect(await talk.turns.last?.text == taken)
            #expect(await talk.turns.last?.origin?.isFinished == false)
            #expect(await talk.current.context == "Well?\n\(taken)")
        }
        for try await _ in talk.reply(to: "Well?") { break }
        // The rest goes on in the middle of it.
        for try await _ in talk.proceed() {}
        #expect(await talk.current.context == "Well?\nTMore.\n")
    }

    @Test func cancellingTheTaskStopsTheReply() async throws {
        let talk = conversation([String(repeating: "x", count: 100_000)])
        let (started, begin) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            var taken = ""
            do {
                for try await character in talk.reply(to: "Go") {
                    taken.append(character)
                    if taken.count == 10 {
                        begin.yield()
                        try? await Task.sleep(for: .seconds(60))
                    }
                }
            } catch is CancellationError {
                return (taken, true)
            }
            return (taken, false)
        }
        for await _ in started { break }
        task.cancel()
        let (taken, wasCancelled) = try await task.value
        #expect(wasCancelled && taken.count == 10)
        #expect(await talk.turns.last?.text == taken)
    }

    @Test func errorsReachTheLoopAndChangeNothing() async throws {
        let talk = conversation([nil, "Yes."])
        await #expect(throws: ScriptedSpeaker.Silence.self) {
            for try await _ in talk.reply(to: "Late?") {}
        }
        #expect(await talk.turns.isEmpty)
        for try await _ in talk.reply(to: "Late?") {}
        #expect(await talk.turns.count == 2)
        await #expect(throws: ConversationError.nothingToRetry) {
            for try await _ in conversation([]).retry() {}
        }
    }

    @Test func oneReplyAtATime() async throws {
        let talk = conversation(["One.", "Two."])
        for try await character in talk.reply(to: "a") where character == "O" {
            await #expect(throws: ConversationError.alreadyReplying) {
                for try await _ in talk.reply(to: "b") {}
            }
            await #expect(throws: ConversationError.alreadyReplying) {
                try await talk.setTopic("garden")
            }
            // What stood before can be read.
            #expect(await talk.turns.isEmpty)
        }
        #expect(await talk.turns.map(\.text) == ["a", "One."])
    }

    @Test func nothingIsSaidBeforeItIsRead() async throws {
        let talk = conversation(["One.", "Two."])
        let stream = talk.reply(to: "a")
        #expect(await talk.turns.isEmpty)
        for try await _ in stream {}
        for try await _ in stream {}
        #expect(await talk.turns.map(\.text) == ["a", "One.", "a", "Two."])
    }

    @Test func topicsAndSettings() async throws {
        let talk = conversation(["One."])
        let reading = try await talk.setTopic("garden:1 harbour:3")
        #expect("\(reading.mixture)" == "harbour 0.75, garden 0.25")
        try await talk.set("temperature", to: "0.3")
        for try await _ in talk.reply(to: "a") {}
        #expect(await talk.current.lastReply?.origin?.topic == reading.mixture)
        #expect(await talk.current.lastReply?.origin?.settings?.temperature == 0.3)
        await #expect(throws: SettingError.self) { try await talk.set("warmth", to: "1") }
        let gone = try await talk.change { try $0.undo() }
        #expect(gone.map(\.text) == ["a", "One."])
    }
}
