import Conversation
import Foundation
import Testing

@Suite("A conversation as Markdown") final class ExportTests {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("exports-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func file(_ name: String) -> String { folder.appendingPathComponent(name).path }

    @Test func isWhatWasSaid() throws {
        var conversation = Conversation(
            speaker: ScriptedSpeaker(["Yes.", "*No* <b>", "1. Hm"]), seed: 3)
        for line in [
            "/context set Before.", "/topic harbour", "Is it [late]?", "two\n# lines",
            "/topic none", "/set temperature 0.5", "- why_not \u{1B}[31m",
            "/export \(file("a.md"))",
        ] { _ = conversation.handle(line, emit: all) }
        let text = try String(contentsOfFile: file("a.md"), encoding: .utf8)
        #expect(
            text == ##"""
                <!-- exported by riposte -->

                # A conversation

                *seed 3, temperature 0.5, top-p 0.95, guidance 2.0, length 300, units 1, candidates 1, choice best, code none*

                **Before:** Before.

                **You:** Is it \[late\]?

                *Topic: harbour*

                **Riposte:** Yes.

                **You:** two\
                \# lines

                **Riposte:** \*No\* \<b\>

                **You:** \- why\_not �\[31m

                *Topic: none*

                **Riposte:** 1\. Hm

                """##)
    }

    @Test func onlyAnExportIsWrittenOver() throws {
        var conversation = Conversation(speaker: ScriptedSpeaker(), seed: 3)
        func tell(_ line: String) -> String { conversation.handle(line, emit: all).told }
        #expect(tell("/export") == "error: that is used as /export FILE")
        #expect(tell("/export \(file("a.md"))") == "text: exported 0 turns to \(file("a.md"))")
        _ = tell("hello")
        #expect(tell("/export \(file("a.md"))") == "text: exported 2 turns to \(file("a.md"))")
        try Data("notes".utf8).write(to: folder.appendingPathComponent("notes.md"))
        #expect(tell("/export \(file("notes.md"))").hasSuffix("choose another name"))
        #expect(try String(contentsOfFile: file("notes.md"), encoding: .utf8) == "notes")
        #expect(tell("/export \(folder.path)").hasPrefix("error: "))
        #expect(tell("/export \(file("no/such/folder.md"))").hasPrefix("error: "))
        // A transcript is not an export, nor the other way round.
        #expect(tell("/save \(file("a.md"))").contains("is no transcript"))
    }
}
