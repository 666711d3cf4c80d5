import BuiltProgram
import Foundation
import Testing

/// A program that imports nothing but the library.
@Suite struct LibraryTests {
    @Test func aProgramTalksThroughTheLibraryAlone() throws {
        let source = URL(filePath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../LibraryExample/Talk.swift").standardizedFileURL
        let text = try String(contentsOf: source, encoding: .utf8)
        let imports = text.split(separator: "\n").filter { $0.contains("import ") }
        #expect(imports == ["import Riposte"])

        let model = try TinyModel.shared().run.path
        let program = try #require(Products.executable("riposte-talk"))
        let talk = try Interview(program, [model, "harbour"])
        var lines: [String] = []
        while let line = talk.line() { lines.append(line) }
        #expect(try talk.end() == 0)
        #expect(lines.count == 7)
        // The same as the program says with this seed.
        let chat = try Program.run(
            ["chat", model, "--topic", "harbour", "--seed", "7", "--length", "60", "--json"],
            input: "Is the ferry late today?\nWhere shall we wait?\n")
        let replies = chat.objects.compactMap { $0["text"] as? String }
        #expect(lines[0] == replies[0])
        #expect(lines[1].count == 5 && replies[1].hasPrefix(lines[1]))
        #expect(
            Array(lines[2...5]) == [
                "person: Is the ferry late today?", "model: \(lines[0])",
                "person: Where shall we wait?", "model: \(lines[1])",
            ])
    }

    @Test func theTutorialEndsWithTheProgramThatIsRun() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../..").standardizedFileURL
        func text(_ path: String) throws -> String {
            try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
        }
        let catalogue = "Sources/Riposte/Riposte.docc/"
        #expect(
            try text(catalogue + "Resources/Talk-5.swift")
                == text("Tests/LibraryExample/Talk.swift"))
        let tutorial = try text(catalogue + "Tutorials/TalkingFromSwift.tutorial")
        #expect(tutorial.contains("file: \"Talk-5.swift\""))
    }
}
