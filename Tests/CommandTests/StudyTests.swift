import BuiltProgram
import Foundation
import Testing

/// A whole study with the built program, very small.
@Suite("riposte study", .serialized)
struct StudyTests {
    private let corpus: URL

    init() throws {
        corpus = try Program.folder("study-texts")
        try TinyCorpus.write(to: corpus)
    }

    private func arguments(_ output: URL, _ more: String...) -> [String] {
        [
            "study", corpus.path, "--output", output.path, "--quick", "--arms",
            "likelihood,likelihood-continued,duel-hinge,duel-candidates,minimax-from-scratch",
            "--seed", "3",
        ] + more
    }

    /// Killed in the middle and started again, it prints the table of one that was not.
    @Test func aKilledStudyEndsWithTheSameTable() throws {
        let whole = try Program.folder("study-whole")
        let once = try Program.run(arguments(whole, "--workers", "1"))
        #expect(once.exitCode == 0, "\(once.errors)")
        #expect(once.output.contains("| duel-hinge (2) |"))
        #expect(once.errors.contains("seed 4: measuring minimax-from-scratch"))

        let killed = try Program.folder("study-killed")
        let running = try Program.start(arguments(killed))
        let first = killed.appendingPathComponent("seed-3/likelihood.json").path
        while running.isRunning, !FileManager.default.fileExists(atPath: first) {
            Thread.sleep(forTimeInterval: 0.01)
        }
        running.send(SIGKILL)
        #expect(running.result().exitCode == 128 + SIGKILL)
        let again = try Program.run(arguments(killed, "--workers", "2"))
        #expect(again.exitCode == 0, "\(again.errors)")
        #expect(!again.errors.contains("seed 3: measuring likelihood\n"), "it is measured already")
        #expect(again.output == once.output)
        for name in ["table.json", "table.md"] {
            let tables = [whole, killed].map {
                FileManager.default.contents(atPath: $0.appendingPathComponent(name).path)
            }
            #expect(tables[0] != nil && tables[0] == tables[1])
        }
        // Everything is there: only the table is written again.
        let json = try Program.run(arguments(whole, "--json"))
        let rows = try #require(json.objects.first?["rows"] as? [[String: Any]])
        #expect(rows.count == 5 && !json.errors.contains("training"))
    }

    /// The same paths with another text in them are another study.
    @Test func changedTextsAreNotMixed() throws {
        let texts = try Program.folder("study-changed")
        try TinyCorpus.write(to: texts)
        let arguments = [
            "study", texts.path, "--output", texts.path + "-study", "--quick", "--seeds", "1",
            "--arms", "likelihood,likelihood-continued", "--steps", "2",
        ]
        defer { try? FileManager.default.removeItem(atPath: texts.path + "-study") }
        #expect(try Program.run(arguments).exitCode == 0)
        let file = texts.appendingPathComponent("garden.txt")
        let text = try String(contentsOf: file, encoding: .utf8)
        let lines = text.components(separatedBy: "\n\n").reversed().joined(separator: "\n\n")
        try Data(lines.utf8).write(to: file)
        expectFailure(try Program.run(arguments), "another plan")
    }

    @Test func aFolderHoldsOneStudy() throws {
        let output = try Program.folder("study-other")
        try Data("{}".utf8).write(to: output.appendingPathComponent("plan.json"))
        let result = try Program.run(arguments(output))
        #expect(result.exitCode == 1 && result.errors.contains("another plan"))
        let unknown = try Program.run(["study", corpus.path, "--output", "x", "--arms", "dual"])
        #expect(unknown.exitCode == 64 && unknown.errors.contains("no arm dual"))
    }
}
