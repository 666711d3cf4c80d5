import Conversation
import Foundation
import Testing
import Texts
import Models

@Suite("A transcript is replayed") final class ReplayTests {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("replays-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private var file: String { folder.appendingPathComponent("talk.json").path }

    /// Has a conversation and saves it.
    private func save(_ lines: [String], with speaker: some Speaker = ScriptedSpeaker())
        -> Conversation
    {
        var conversation = Conversation(speaker: speaker, seed: 7)
        for line in lines { _ = conversation.handle(line, emit: all) }
        #expect(conversation.handle("/save \(file)", emit: all).told.hasPrefix("text: saved"))
        return conversation
    }

    /// What a replay with `speaker` says.
    private func replay(with speaker: some Speaker = ScriptedSpeaker()) throws -> [String] {
        var told: [String] = []
        var pieces = ""
        try Replay(file, speaker: speaker).run { event in
            switch event {
            case .said(let turn, let topic): told.append("\(topic)> \(turn.text)")
            case .begins: pieces = ""
            case .piece(let piece): pieces += piece
            case .reply(let reply):
                #expect(reply.text == pieces)
                told.append(reply.text)
            }
            return true
        }
        return told
    }

    @Test func withTopicsSettingsPicksRetriesAndUndoneWords() throws {
        let conversation = save([
            "/context set It was late.", "/topic harbour", "One", "/retry", "gone", "/undo",
            "/topic garden:1 kitchen:3", "/set length 3", "Two", "/candidates 5", "/pick 3",
            "/set seed 4", "/set candidates 1", "/topic none", "Three", "/continue",
        ])
        let texts = conversation.turns.map(\.text)
        #expect(texts.count == 8 && texts[4].hasPrefix("draft 2 "))
        let told = try replay()
        #expect(
            told == [
                "harbour> \(texts[0])", "harbour> One", texts[2],
                "kitchen 0.75, garden 0.25> Two", texts[4], "none> Three", texts[6], texts[7],
            ])
    }

    /// What was written in int8 is written in int8 again, whatever the speaker writes in by itself; and so
    /// with its own precision.
    @Test(arguments: [WritingPrecision.own, .int8])
    func inThePrecisionOfThatTime(_ writing: WritingPrecision) throws {
        let writer = try RandomModel.make()
        writer.generator.writing = writing
        let conversation = save(["/set temperature 2", "One", "Two"], with: ModelSpeaker(writer))
        let other = try RandomModel.make()
        other.generator.writing = writing == .own ? .int8 : .own
        let told = try replay(with: ModelSpeaker(other))
        #expect(told.count == 4 && told[3] == conversation.turns[3].text)
        #expect(other.generator.writingName == (writing == .own ? "f32" : "int8"))
    }

    @Test func repliesThatWereStopped() throws {
        var conversation = Conversation(speaker: ScriptedSpeaker(), seed: 7)
        var count = 0
        _ = try conversation.say("One") { _ in
            count += 1
            return count < 4
        }
        _ = try conversation.proceed(emit: all)
        _ = conversation.handle("/save \(file)", emit: all)
        #expect(conversation.turns.map(\.text.count)[1] == 4)
        #expect(try replay() == ["none> One"] + conversation.turns.dropFirst().map(\.text))
    }

    @Test func aReplyThatDiffersIsNamed() throws {
        _ = save(["One", "Two"])
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let changed = text.replacingOccurrences(of: "\"reply ", with: "\"rebly ")
        #expect(changed != text)
        try Data(changed.utf8).write(to: URL(fileURLWithPath: file))
        #expect {
            try replay()
        } throws: { error in
            "\(error)".contains(
                "talk.json: turn 2 is not what the model writes (at character 3: \"bly ")
        }
    }

    @Test func stopsWhenNobodyListens() throws {
        _ = save(["One", "Two"])
        var events = 0
        try Replay(file, speaker: ScriptedSpeaker()).run { _ in
            events += 1
            return events < 3
        }
        #expect(events == 3)
    }

    @Test func anotherModelIsRefusedAndLoadsWithAWord() throws {
        _ = save(["One"], with: Known("11111111"))
        _ = try replay(with: Known("11111111"))
        #expect {
            try replay(with: Known("22222222"))
        } throws: { error in
            "\(error)".hasSuffix(
                "was saved with another model: model 11111111 of 5 updates; this one is "
                    + "model 22222222 of 5 updates")
        }
        var other = Conversation(speaker: Known("22222222"), seed: 1)
        #expect(
            other.handle("/load \(file)", emit: all).told.hasSuffix(
                "it was saved with another model (model 11111111 of 5 updates); this one goes on"))
    }

    /// Also where the one that goes on saves it again.
    @Test func repliesStayTheirWritersOwn() throws {
        _ = save(["/topic garden", "One"], with: Known("11111111"))
        var other = Conversation(speaker: Known("22222222"), seed: 1)
        _ = other.handle("/load \(file)", emit: all)
        #expect(other.lastReply?.origin?.model?.checksum == "11111111")
        _ = other.handle("/save \(file)", emit: all)
        #expect {
            try replay(with: Known("22222222"))
        } throws: { error in
            "\(error)".contains("saved with another model: model 11111111")
        }
    }

    /// What a model between has no word for is not lost.
    @Test func topicsComeBackWithTheirModel() throws {
        var conversation = Conversation(speaker: Known("11111111"), seed: 7)
        conversation.loadSpeaker = {
            Known($0, topics: $0 == "11111111" ? ["harbour", "garden", "kitchen"] : ["sea"])
        }
        for line in ["/topic garden:3 harbour", "One", "/model 22222222"] {
            _ = conversation.handle(line, emit: all)
        }
        #expect(conversation.lastReply?.origin?.topic.isChosen == false)
        #expect(conversation.handle("/save \(file)", emit: all).told.contains("saved"))
        var third = Conversation(speaker: Known("22222222", topics: ["sea"]), seed: 1)
        third.loadSpeaker = conversation.loadSpeaker
        #expect(third.handle("/load \(file)", emit: all).told.contains("restored"))
        for var talk in [conversation, third] {
            _ = talk.handle("/model 11111111", emit: all)
            #expect(talk.lastReply?.origin.map { "\($0.topic)" } == "garden 0.75, harbour 0.25")
            _ = talk.handle("/save \(file)", emit: all)
            #expect(try replay(with: Known("11111111"))[0] == "garden 0.75, harbour 0.25> One")
        }
    }

    @Test func anOlderTranscriptIsOnlyLoaded() throws {
        try Data(
            #"""
            {"format": "riposte-transcript", "version": 1, "topic": [], "seed": 1, "replies": 1,
             "settings": {"temperature": 1, "topP": 1, "length": 9, "units": 1, "candidates": 1},
             "turns": [{"voice": "person", "text": "a"}, {"voice": "model", "text": "b"}]}
            """#.utf8
        ).write(to: URL(fileURLWithPath: file))
        #expect(throws: ConversationError.notReplayable(file, turn: 2)) { try replay() }
        var conversation = Conversation(speaker: ScriptedSpeaker(), seed: 1)
        #expect(
            conversation.handle("/load \(file)", emit: all).told
                == "text: restored 2 turns; topic: none")
    }

    @Test func aDraftThatCannotBeIsDamage() throws {
        _ = save(["One", "/candidates 2", "/pick 1"])
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let changed = text.replacingOccurrences(of: "\"draft\" : 1", with: "\"draft\" : 7")
        #expect(changed != text)
        try Data(changed.utf8).write(to: URL(fileURLWithPath: file))
        #expect(
            throws: ConversationError.notATranscript(
                file, reason: "there is no draft 8 among 2")
        ) { try replay() }
    }

    /// A scripted speaker that says which model it is.
    private struct Known: Speaker {
        let identity: ModelIdentity?
        let inner: ScriptedSpeaker
        var topicNames: [String] { inner.topicNames }
        var unitSeparator: String { inner.unitSeparator }
        var defaultSettings: ReplySettings { inner.defaultSettings }

        init(_ checksum: String, topics: [String] = ["harbour", "garden", "kitchen"]) {
            inner = ScriptedSpeaker(topics: topics)
            identity = ModelIdentity(checksum: checksum, steps: 5, precision: "f32")
        }

        func reply(
            to context: String, topic: TopicMixture, settings: ReplySettings, seed: UInt64,
            emit: (String) -> Bool
        ) throws -> Reply {
            try inner.reply(
                to: context, topic: topic, settings: settings, seed: seed, emit: emit)
        }

        func drafts(
            _ drafts: Drafts, to context: String, topic: TopicMixture, settings: ReplySettings,
            seed: UInt64, goOn: () -> Bool
        ) throws -> [Draft] {
            try inner.drafts(
                drafts, to: context, topic: topic, settings: settings, seed: seed, goOn: goOn)
        }

        func judge(_ text: String, after context: String, topic: TopicMixture) throws -> Judgement {
            try inner.judge(text, after: context, topic: topic)
        }

        func explanation(of text: String, after context: String, from origin: Turn.Origin) throws
            -> Explanation
        {
            try inner.explanation(of: text, after: context, from: origin)
        }
    }
}
