import BuiltProgram
import Foundation
import Testing

/// The conversation as a person at a terminal meets it.
@Suite(.serialized)
struct ChatTerminalTests {
    let chat = ChatProgram()

    @Test func greetsAndAnswers() throws {
        let terminal = try chat.start()
        try #require(terminal.waitForRow(">"))
        #expect(terminal.screen.text.contains("topics: garden, harbour, kitchen, night-sky"))
        #expect(terminal.screen.text.contains("/help tells the commands"))
        terminal.type("hello\r")
        #expect(terminal.waitForRow(">"))
        terminal.type("/judge\r")
        #expect(terminal.waitFor("looks real"))
        #expect(terminal.screen.unknown.isEmpty)
    }

    @Test func editsWideAndAccentedCharacters() throws {
        let terminal = try chat.start()
        try #require(terminal.waitForRow(">"))
        terminal.type("aäé漢字b")
        #expect(terminal.waitForRow("> aäé漢字b"))
        terminal.press(.left)
        terminal.press(.backspace)
        #expect(terminal.waitForRow("> aäé漢b"))
        terminal.press(.backspace)
        terminal.press(.backspace)
        #expect(terminal.waitForRow("> aäb"))
        terminal.press(.home)
        terminal.type("ß")
        terminal.press(.delete)
        terminal.press(.end)
        terminal.type("!")
        #expect(terminal.waitForRow("> ßäb!"))
        terminal.press(.enter)
        #expect(chat.contextHas("ßäb!", terminal))
        #expect(terminal.screen.unknown.isEmpty)
    }

    @Test func movesAndDeletesByWord() throws {
        let terminal = try chat.start()
        try #require(terminal.waitForRow(">"))
        terminal.type("one two three")
        terminal.press(.controlW)
        terminal.press(.controlLeft)
        terminal.type("X")
        #expect(terminal.waitForRow("> one Xtwo"))
        terminal.press(.controlU)
        #expect(terminal.waitForRow("> two"))
    }

    @Test func brokenBytesDoNotEndTheInput() throws {
        let terminal = try chat.start()
        try #require(terminal.waitForRow(">"))
        terminal.send([0x61, 0xFF, 0xC3, 0x62])
        #expect(terminal.waitForRow("> a\u{FFFD}\u{FFFD}b"))
    }

    @Test func remembersLinesAcrossSessions() throws {
        let first = try chat.start()
        try #require(first.waitForRow(">"))
        first.type("grüße \\ 漢")
        first.press(.enter)
        try #require(first.waitForRow(">"))
        first.press(.controlD)
        #expect(first.exitCode() == 0)

        let second = try chat.start()
        try #require(second.waitForRow(">"))
        second.press(.up)
        #expect(second.waitForRow("> grüße \\ 漢"))
        second.press(.controlU)
        second.press(.controlR)
        second.type("üße")
        #expect(second.wait { $0.text.contains("> grüße \\ 漢") })
        let file = chat.home.appendingPathComponent("state/riposte/history")
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
        #expect(mode as? NSNumber == 0o600)
    }

    @Test func tabCompletesCommandsAndTopics() throws {
        let terminal = try chat.start()
        try #require(terminal.waitForRow(">"))
        terminal.type("/con")
        terminal.press(.tab)
        #expect(terminal.waitForRow("> /cont"))
        #expect(terminal.waitFor("/continue  /context"))
        terminal.type("e\t")
        #expect(terminal.waitForRow("> /context"))
        terminal.press(.controlU)
        terminal.type("/topic har\t\r")
        #expect(terminal.waitFor("topic: harbour"))
        #expect(terminal.waitForRow("harbour>"))
    }

    @Test func tabLeavesHostileFileNamesOut() throws {
        for name in ["boat.json", "boat\u{1B}[31m", "boat\u{202E}x"] {
            try Data().write(to: chat.home.appendingPathComponent(name))
        }
        let terminal = try chat.start()
        try #require(terminal.waitForRow(">"))
        terminal.type("/load \(chat.home.path)/boa\t")
        #expect(terminal.waitFor("/boat.json"))
        #expect(!terminal.bytes.contains(Array("[31m".utf8)))
        #expect(terminal.screen.unknown.isEmpty)
    }

    @Test func controlCStopsTheReplyAndKeepsIt() throws {
        // The likeliest character of an untrained model is always the same one: a reply without end.
        let terminal = try chat.start(
            options: ["--temperature", "0", "--units", "1000", "--length", "100000"])
        try #require(terminal.waitForRow(">"))
        terminal.type("hello\r")
        let start = terminal.bytes.count
        try #require(terminal.wait { _ in terminal.bytes.count > start + 200 })
        terminal.press(.controlC)
        try #require(terminal.waitForRow(">", 2))
        terminal.type("/judge\r")
        #expect(terminal.waitFor("looks real"))
        terminal.press(.controlD)
        #expect(terminal.exitCode() == 0)
    }

    @Test func controlCAtThePromptAbandonsTheLine() throws {
        let terminal = try chat.start()
        try #require(terminal.waitForRow(">"))
        terminal.type("half a line")
        terminal.press(.left)
        terminal.press(.controlC)
        #expect(terminal.waitFor("> half a line^C"))
        #expect(terminal.waitFor("/quit leaves"))
        #expect(terminal.waitForRow(">"))
        terminal.type("hello\r")
        #expect(chat.contextHas("hello", terminal))
    }

    @Test func controlDLeaves() throws {
        let terminal = try chat.start()
        try #require(terminal.waitForRow(">"))
        terminal.press(.controlD)
        #expect(terminal.exitCode() == 0)
    }

    @Test func aBlockIsOneThingSaid() throws {
        let terminal = try chat.start()
        try #require(terminal.waitForRow(">"))
        terminal.type("\"\"\"one\r")
        #expect(terminal.waitForRow("..."))
        terminal.type("two\"\"\"\r")
        #expect(chat.contextHas("two", terminal))
        #expect(terminal.screen.text.contains("\none\ntwo\n"))
    }

    @Test func hostileRepliesAreShownNotObeyed() throws {
        let terminal = try chat.start()
        try #require(terminal.waitForRow(">"))
        // ^V makes the next key a character of the line.
        terminal.type("\u{16}\u{1B}]0;title\u{16}\u{07}\r")
        #expect(chat.contextHas("␛]0;title␇", terminal))
        #expect(terminal.screen.unknown.isEmpty)
    }

    @Test func longLinesWrapAndComplete() throws {
        let terminal = try chat.start(columns: 20)
        try #require(terminal.waitForRow(">"))
        terminal.type("/topic harbour garden kit\t")
        let wrapped = "> /topic harbour gar\nden kitchen"
        #expect(terminal.wait { $0.text.hasSuffix(wrapped) })
        terminal.type("n\t")
        #expect(terminal.wait { $0.text.hasSuffix("sky\nnone\n\(wrapped) n") })
    }

    @Test func controlZStopsAndTheShellContinues() throws {
        let shell = URL(fileURLWithPath: "/bin/bash")
        guard FileManager.default.isExecutableFile(atPath: shell.path) else { return }
        let terminal = try chat.start(
            shell, ["--norc", "--noediting", "-i"], environment: ["PS1": "$ "])
        try #require(terminal.waitForRow("$"))
        let program = try #require(Program.executable).path
        terminal.type("'\(program)' chat '\(try TinyModel.shared().run.path)'\r")
        try #require(terminal.waitForRow(">"))
        terminal.type("kept")
        terminal.press(.controlZ)
        try #require(terminal.waitForRow("$"))
        #expect(terminal.waitFor("Stopped"))
        terminal.type("fg\r")
        #expect(terminal.waitForRow("> kept"))
        terminal.type(" line\r")
        #expect(chat.contextHas("kept line", terminal))
        terminal.press(.controlD)
        #expect(terminal.waitForRow("$"))
    }

    @Test func viModeOfEditrcIsRespected() throws {
        let editrc = chat.home.appendingPathComponent(".editrc")
        try Data("riposte:bind -v\n".utf8).write(to: editrc)
        let terminal = try chat.start()
        try #require(terminal.waitForRow(">"))
        terminal.type("one two\u{1B}0iX")
        #expect(terminal.waitForRow("> Xone two"))
        terminal.press(.controlC)
        #expect(terminal.waitFor("/quit leaves"))
        terminal.type("/topi\t")
        #expect(terminal.waitForRow("> /topic"))
    }

    @Test func aDumbTerminalWithoutColourWorks() throws {
        let terminal = try chat.start(environment: ["TERM": "dumb"])
        try #require(terminal.waitFor(">"))
        terminal.type("hello\r")
        #expect(chat.contextHas("hello", terminal))
        #expect(!terminal.bytes.contains(0x1B))
        terminal.press(.controlD)
        #expect(terminal.exitCode() == 0)
    }
}
