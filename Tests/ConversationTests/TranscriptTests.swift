import Conversation
import Foundation
import Testing
import Texts

@Suite final class TranscriptTests {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("transcripts-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func file(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// What `/load` says of a file with these contents.
    func load(_ contents: String) throws -> String {
        try Data(contents.utf8).write(to: URL(fileURLWithPath: file("broken.json")))
        var conversation = Conversation(speaker: ScriptedSpeaker(["Hm."]), seed: 1)
        _ = conversation.handle("before", emit: all)
        let told = conversation.handle("/load \(file("broken.json"))", emit: all).told
        #expect(conversation.context == "before\nHm.\n")
        return told
    }

    @Test func restoresEverythingToTheCharacter() throws {
        let hostile = "é e\u{301} \u{1B}[31m \"\\/ \u{202E} 漢 👩‍👩‍👧 \u{0}\u{2028}end"
        let speaker = ScriptedSpeaker([hostile, "cut off", "Last."])
        var conversation = Conversation(speaker: speaker, seed: .max)
        _ = conversation.handle("/context set Given.", emit: all)
        _ = conversation.handle("/topic harbour:2 garden:7 kitchen:1.3", emit: all)
        _ = conversation.handle("/set temperature 0.7", emit: all)
        _ = conversation.handle("//slash \(hostile)", emit: all)
        _ = conversation.handle("/topic none") { _ in true }
        var count = 0
        _ = conversation.handle("/continue") { _ in
            count += 1
            return count < 4
        }
        _ = conversation.handle("/topic garden:1 kitchen:2", emit: all)
        let path = file("a talk.json")
        let saved = conversation.handle("/save \(path)", emit: all).told
        #expect(saved == "text: saved 4 turns to \(path)")

        var restored = Conversation(speaker: ScriptedSpeaker(), seed: 3)
        let told = restored.handle("/load \(path)", emit: all).told
        #expect(told == "text: restored 4 turns; topic: kitchen 0.67, garden 0.33")
        #expect(restored.turns == conversation.turns)
        #expect(
            Array(restored.context.unicodeScalars) == Array(conversation.context.unicodeScalars))
        #expect(restored.topic == conversation.topic)
        #expect(restored.settings == conversation.settings)
        #expect(restored.seed == .max && restored.replyCount == conversation.replyCount)
        // And it goes on as the other would.
        var one = conversation
        var other = restored
        _ = try? one.say("next", emit: all)
        let reply = try other.say("next", emit: all)
        #expect(reply.seed == one.lastReply?.origin?.seed)
    }

    @Test func weightsComeBackBitByBit() throws {
        for a in 1...12 {
            for b in 1...12 {
                var conversation = Conversation(speaker: ScriptedSpeaker(), seed: 1)
                conversation.topic = try TopicMixture(
                    parsing: "harbour:\(a) garden:\(b).7 kitchen:3.\(a)",
                    of: ["harbour", "garden", "kitchen"])
                let topic = conversation.topic
                let path = file("weights.json")
                _ = conversation.handle("/save \(path)", emit: all)
                conversation.topic = .none(of: topic.names)
                _ = conversation.handle("/load \(path)", emit: all)
                #expect(conversation.topic == topic)
            }
        }
    }

    @Test func aForeignTopicIsNamed() throws {
        var conversation = Conversation(speaker: ScriptedSpeaker(), seed: 1)
        _ = conversation.handle("/topic garden", emit: all)
        _ = conversation.handle("/save \(file("t.json"))", emit: all)
        var other = Conversation(speaker: ScriptedSpeaker(topics: ["sea"]), seed: 1)
        #expect(
            other.handle("/load \(file("t.json"))", emit: all).told
                == "error: the transcript's topic \"garden\" is not one of this model's (sea)")
    }

    @Test func brokenTranscriptsChangeNothing() throws {
        #expect(try load("").contains("is not a transcript: it does not begin as"))
        #expect(try load("{\"format\": \"riposte-tran").contains("cut off"))
        #expect(try load("[1, 2]").contains("is not a transcript"))
        let start = #"{"format": "riposte-transcript", "version""#
        #expect(try load(start + ": 3}").contains("version 3 is newer"))
        #expect(try load(start + ": 1}").contains("\" is missing"))
        let rest = #": 1, "topic": [], "seed": 1, "replies": 0, "settings": "#
        let settings = #"{"temperature": 9, "topP": 1, "length": 1, "units": 1, "candidates": 1}"#
        #expect(
            try load(start + rest + settings + #", "turns": []}"#)
                .contains("temperature is a number from 0 to 5, not \"9.0\""))
        let fine = settings.replacingOccurrences(of: "9", with: "1")
        let many = rest.replacingOccurrences(of: "0,", with: "9223372036854775807,")
        #expect(
            try load(start + many + fine + #", "turns": []}"#).contains("not a number of replies"))
        let coded = fine.replacingOccurrences(
            of: "}", with: #", "code": {"category": 9223372036854775807}}"#)
        #expect(
            try load(start + rest + coded + #", "turns": []}"#).contains("is not a transcript"))
        #expect(
            try load(start + rest + fine + #", "turns": [{"voice": "ghost", "text": "x"}]}"#)
                .contains("\"turns.1.voice\" has a wrong value"))
        #expect(
            try load(start + rest + fine + #", "turns": [{"voice": "person"}]}"#)
                .contains("\"turns.1.text\" is missing"))
    }

    @Test func guidanceIsSaved() throws {
        let path = file("guided.json")
        var conversation = Conversation(speaker: ScriptedSpeaker(), seed: 1)
        _ = conversation.handle("/set guidance 3.5", emit: all)
        _ = conversation.handle("/save \(path)", emit: all)
        _ = conversation.handle("/set guidance 5", emit: all)
        _ = conversation.handle("/load \(path)", emit: all)
        #expect(conversation.settings.guidance == 3.5)
        // A transcript that knows nothing of guidance was drawn without.
        let old = try String(contentsOfFile: path, encoding: .utf8)
            .split(separator: "\n").filter { !$0.contains("\"guidance\"") }
            .joined(separator: "\n")
        try Data(old.utf8).write(to: URL(fileURLWithPath: path))
        #expect(conversation.handle("/load \(path)", emit: all).told.contains("restored"))
        #expect(conversation.settings == ReplySettings(guidance: 1))
    }

    /// Before it was told apart, what was said after a reply that was cut short ran into it.
    @Test func unitsBeginWhereTheyDid() throws {
        let path = file("cut.json")
        var conversation = Conversation(
            speaker: ScriptedSpeaker(["abcdef"]), settings: ReplySettings(length: 3), seed: 1)
        for line in ["Go", "More", "/save \(path)"] { _ = conversation.handle(line, emit: all) }
        var other = Conversation(speaker: ScriptedSpeaker(), seed: 2)
        #expect(other.handle("/load \(path)", emit: all).told.contains("restored"))
        #expect(other.context == conversation.context && other.context.hasPrefix("Go\nabc\nMore"))
        let saved = try String(contentsOfFile: path, encoding: .utf8)
        let old = saved.replacingOccurrences(of: "\"beginsUnit\" : true,", with: "")
        #expect(old != saved)
        try Data(old.utf8).write(to: URL(fileURLWithPath: path))
        #expect(other.handle("/load \(path)", emit: all).told.contains("restored"))
        #expect(other.context.hasPrefix("Go\nabcMore\n"))
    }

    @Test func aLinkStaysALink() throws {
        let link = folder.appendingPathComponent("link.json")
        try FileManager.default.createSymbolicLink(
            atPath: link.path, withDestinationPath: "real.json")
        var conversation = Conversation(speaker: ScriptedSpeaker(), seed: 1)
        for _ in 0..<2 {
            _ = conversation.handle("Go", emit: all)
            #expect(conversation.handle("/save \(link.path)", emit: all).told.contains("saved"))
        }
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == "real.json")
        let text = try String(contentsOfFile: file("real.json"), encoding: .utf8)
        #expect(text.components(separatedBy: "\"person\"").count == 3)
    }

    @Test func filesThatCannotBe() throws {
        var conversation = Conversation(speaker: ScriptedSpeaker(), seed: 1)
        func told(_ line: String) -> String { conversation.handle(line, emit: all).told }
        #expect(told("/load \(file("none.json"))").hasSuffix(": no such file or folder"))
        #expect(told("/load \(folder.path)").hasSuffix("is not a file"))
        #expect(told("/save \(file("no/such/folder"))").hasPrefix("error: "))
        #expect(told("/save") == "error: that is used as /save FILE")
        #expect(told("/load") == "error: that is used as /load FILE")
        try Data("notes".utf8).write(to: folder.appendingPathComponent("notes.txt"))
        #expect(told("/save \(file("notes.txt"))").contains("is there already and is no tran"))
        #expect(try String(contentsOfFile: file("notes.txt"), encoding: .utf8) == "notes")
        #expect(told("/save \(file("t.json"))").hasPrefix("text: saved 0 turns"))
        #expect(told("/save \(file("t.json"))").hasPrefix("text: saved 0 turns"))
    }
}
