import Conversation
import Foundation
import Testing

@Suite("Settings that are kept") final class KeptSettingsTests {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("kept-\(UUID().uuidString)")
    let store: KeptSettings

    init() { store = KeptSettings(file: folder.appendingPathComponent("riposte/settings.json")) }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func talk(_ lines: [String]) -> [String] {
        var conversation = Conversation(speaker: ScriptedSpeaker(), seed: 1)
        conversation.keptSettings = store
        return lines.map { conversation.handle($0, emit: all).told }
    }

    private func write(_ text: String) throws {
        try FileManager.default.createDirectory(
            at: store.file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: store.file)
    }

    @Test func outliveTheConversation() throws {
        #expect(try store.applied(to: ReplySettings()).names.isEmpty)
        let told = talk(["/set temperature 0.5", "/set units 3", "/set seed 9", "/keep"])
        #expect(
            told[3]
                == "text: kept for the next conversations: temperature 0.5, units 3 "
                + "(\(store.file.path))")
        let kept = try store.applied(to: ReplySettings())
        #expect(kept.settings == ReplySettings(temperature: 0.5, units: 3))
        #expect(kept.names == ["temperature", "units"] && kept.notes.isEmpty)
        let permissions = try FileManager.default.attributesOfItem(atPath: store.file.path)
        #expect(permissions[.posixPermissions] as? Int == 0o600)
        let beside = try FileManager.default.contentsOfDirectory(
            atPath: store.file.deletingLastPathComponent().path)
        #expect(beside == ["settings.json"])
    }

    @Test func byNameAndForgotten() throws {
        _ = talk(["/set temperature 0.5", "/set length 80", "/keep length", "/keep temperature"])
        #expect(try store.applied(to: ReplySettings()).names == ["length", "temperature"])
        _ = talk(["/set top-p 0.5", "/keep"])
        #expect(try store.applied(to: ReplySettings()).names == ["top-p"])
        #expect(talk(["/keep none"]) == ["text: kept: none"])
        #expect(try store.applied(to: ReplySettings()).names.isEmpty)
        #expect(talk(["/keep code"])[0].contains("belongs to one model"))
        #expect(talk(["/keep tempo"])[0].hasPrefix("error: no setting \"tempo\""))
        #expect(talk(["/keep seed", "/keep"])[1].contains("every setting is the model's own"))
    }

    @Test(arguments: ["", "{", "[1]", "{\"format\": \"riposte-settings\", \"version\": 2,", "x"])
    func aDamagedFileIsToldAndStaysAsItIs(text: String) throws {
        try write(text)
        #expect(throws: ConversationError.self) { try store.applied(to: ReplySettings()) }
        for line in ["/keep temperature", "/keep", "/keep none"] {
            #expect(talk([line])[0].contains("is damaged: it is not what /keep writes"))
        }
        #expect(try String(contentsOf: store.file, encoding: .utf8) == text)
    }

    @Test func whatIsNotUnderstoodStays() throws {
        try write(
            """
            {"format": "riposte-settings", "version": 1,
             "settings": {"length": 120, "temperature": "9", "warmth": 0.5}}
            """)
        let kept = try store.applied(to: ReplySettings())
        #expect(kept.settings == ReplySettings(length: 120) && kept.names == ["length"])
        #expect(kept.notes.count == 2)
        #expect(kept.notes[0].hasSuffix("temperature is a number from 0 to 5, not \"9\"; left out"))
        #expect(kept.notes[1].contains("no setting \"warmth\""))
        _ = talk(["/set units 2", "/keep units"])
        let text = try String(contentsOf: store.file, encoding: .utf8)
        #expect(text.contains("warmth") && text.contains("units"))
        try write(#"{"format": "riposte-settings", "version": 2, "settings": {}}"#)
        #expect(talk(["/keep"])[0].contains("version 2 is newer"))
    }

    @Test func aLinkStaysALink() throws {
        let target = folder.appendingPathComponent("dotfiles.json")
        try write("")
        try FileManager.default.removeItem(at: store.file)
        try FileManager.default.createSymbolicLink(at: store.file, withDestinationURL: target)
        _ = talk(["/set units 2", "/keep"])
        #expect(FileManager.default.fileExists(atPath: target.path))
        #expect(try store.applied(to: ReplySettings()).names == ["units"])
        #expect(
            (try? FileManager.default.destinationOfSymbolicLink(atPath: store.file.path)) != nil)
    }

    @Test func whereTheFileIs() {
        func path(_ environment: [String: String]) -> String {
            KeptSettings.standardFile(environment: environment).path
        }
        #expect(path(["HOME": "/home/a"]) == "/home/a/.config/riposte/settings.json")
        #expect(path(["HOME": "/a", "XDG_CONFIG_HOME": "/b"]) == "/b/riposte/settings.json")
        #expect(path(["HOME": "/a", "XDG_CONFIG_HOME": "b"]) == "/a/.config/riposte/settings.json")
        var conversation = Conversation(speaker: ScriptedSpeaker(), seed: 1)
        #expect(conversation.handle("/keep", emit: all).told.contains("no file to keep"))
    }

    @Test func resetGivesBackTheUsualValues() {
        let told = talk([
            "/set temperature 0.5", "/set length 9", "/reset length", "/reset", "/reset",
            "/reset nonsense",
        ])
        #expect(told[2] == "text: settings: length 300")
        #expect(told[3] == "text: settings: temperature 0.8")
        #expect(told[4] == "text: every setting has its usual value")
        #expect(told[5].hasPrefix("error: no setting"))
    }
}
