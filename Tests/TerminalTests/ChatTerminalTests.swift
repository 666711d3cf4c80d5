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
        #expect(second.wait { $0.text.hasSuffix("> grüße \\ 漢\nsearch: üße") })
        let file = chat.home.appendingPathComponent("state/riposte/history")
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
        #expect(mode as? NSNumber == 0o600)
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
        #expect(chat.context(terminal)?.hasPrefix("one\ntwo\n") ?? false)
    }

}
