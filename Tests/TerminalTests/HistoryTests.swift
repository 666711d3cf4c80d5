import BuiltProgram
import Foundation
import LineEditing
import Testing

/// The history of sessions one after the other and side by side.
@Suite(.serialized)
struct HistoryTests {
    let chat = ChatProgram()

    @Test func sessionsAtOnceLoseNothing() throws {
        let sessions = try (0..<4).map { _ in try chat.start(options: ["--length", "1"]) }
        for session in sessions { try #require(session.waitForRow(">")) }
        // Each answers at its own pace: they save at any time.
        for (number, session) in sessions.enumerated() {
            for line in 0..<25 { session.type("line \(number).\(line)\r") }
        }
        for session in sessions {
            session.press(.controlD)
            #expect(session.exitCode(within: 30) == 0)
        }
        let file = chat.home.appendingPathComponent("state/riposte/history")
        let lines = Set(try String(contentsOf: file, encoding: .utf8).split(separator: "\n"))
        for number in 0..<4 {
            for line in 0..<25 { #expect(lines.contains("line\\040\(number).\(line)")) }
        }
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
        #expect(mode as? NSNumber == 0o600)
        let names = try FileManager.default.contentsOfDirectory(
            atPath: file.deletingLastPathComponent().path)
        #expect(names == ["history"])
    }

    @Test func aLineTwiceInARowIsKeptOnce() throws {
        let terminal = try chat.start(options: ["--length", "1"])
        try #require(terminal.waitForRow(">"))
        for line in ["first", "again", "again"] {
            terminal.type("\(line)\r")
            try #require(terminal.wait { $0.rowWithCursor == ">" && $0.text.contains("> \(line)") })
        }
        terminal.press(.up)
        try #require(terminal.waitForRow("> again"))
        terminal.press(.up)
        #expect(terminal.waitForRow("> first"))
    }

    /// libedit itself keeps 1024 characters of a line that is not sent yet.
    @Test(arguments: ["", "bind -v\n"])
    func aLongLineComesBackFromTheHistory(editrc: String) throws {
        try editrc.write(
            to: chat.home.appendingPathComponent(".editrc"), atomically: true, encoding: .utf8)
        let terminal = try chat.start(options: ["--length", "1"])
        try #require(terminal.waitForRow(">"))
        for line in ["first", "second"] {
            terminal.type("\(line)\r")
            try #require(terminal.wait { $0.rowWithCursor == ">" && $0.text.contains("> \(line)") })
        }
        let text = (0..<280).map { String(format: "%04d.", $0) }.joined()
        func isShown(_ screen: Screen) -> Bool {
            screen.text.replacingOccurrences(of: "\n", with: "").contains(text)
        }
        terminal.paste(text)
        try #require(terminal.wait(until: isShown))
        terminal.press(.up)
        #expect(terminal.waitForRow("> second"))
        terminal.press(.up)
        #expect(terminal.waitForRow("> first"))
        terminal.press(.up)
        terminal.press(.down)
        #expect(terminal.waitForRow("> second"))
        terminal.press(.down)
        #expect(terminal.wait(until: isShown))
        terminal.press(.down)
        terminal.press(.enter)
        try #require(terminal.waitForRow(">"))
        terminal.press(.controlD)
        #expect(terminal.exitCode() == 0)
        let history = try LineHistory(
            file: chat.home.appendingPathComponent("state/riposte/history"))
        #expect(history.lines == ["first", "second", text])
    }

    /// What cannot be written leaves what was there.
    @Test func aFullDiskTakesNoHistory() throws {
        let file = chat.home.appendingPathComponent("state/riposte/history")
        let history = try LineHistory(file: file)
        history.add("kept")
        try history.save()
        let program = try #require(Program.executable).path
        let model = try TinyModel.shared().run.path
        let terminal = try chat.start(
            URL(fileURLWithPath: "/bin/sh"),
            ["-c", "ulimit -f 0; exec '\(program)' chat '\(model)' --length 1"])
        try #require(terminal.waitForRow(">"))
        terminal.type("lost\r")
        try #require(terminal.wait { $0.rowWithCursor == ">" && $0.text.contains("> lost") })
        terminal.press(.controlD)
        #expect(terminal.exitCode() != nil && terminal.screen.text.contains("history"))
        #expect(try LineHistory(file: file).lines == ["kept"])
        let names = try FileManager.default.contentsOfDirectory(
            atPath: file.deletingLastPathComponent().path)
        #expect(names == ["history"])
    }

    @Test func theHistoryIsSearchedInAnyScript() throws {
        let lines = ["สวัสดีครับ", "ПРИВЕТ МИР", "不行 不好", "plain not"]
        let history = try LineHistory(
            file: chat.home.appendingPathComponent("state/riposte/history"))
        for line in lines { history.add(line) }
        try history.save()
        let terminal = try chat.start(options: ["--length", "1"])
        for (words, line) in [("ดี", lines[0]), ("МИР", lines[1]), ("不好", lines[2])] {
            try #require(terminal.waitForRow(">"))
            terminal.press(.controlR)
            #expect(terminal.wait { $0.text.hasSuffix("\nsearch:") })
            terminal.type(words)
            #expect(terminal.wait { $0.text.hasSuffix("> \(line)\nsearch: \(words)") })
            terminal.press(.end)
            #expect(terminal.waitForRow("> \(line)"))
            terminal.press(.controlC)
            #expect(terminal.waitFor("\(line)^C"))
        }
        // Further back, too far, and given up.
        try #require(terminal.waitForRow(">"))
        terminal.type("kept")
        terminal.press(.controlR)
        terminal.type("不")
        terminal.press(.controlR)
        #expect(terminal.wait { $0.text.hasSuffix("> 不行 不好\nnot found: 不") })
        terminal.press(.backspace)
        terminal.type("o")
        #expect(terminal.wait { $0.text.hasSuffix("> plain not\nsearch: o") })
        terminal.type("\u{07}")
        #expect(terminal.waitForRow("> kept"))
    }
}
