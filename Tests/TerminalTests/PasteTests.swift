import BuiltProgram
import Foundation
import Testing

/// What is pasted is text.
@Suite(.serialized)
struct PasteTests {
    let chat = ChatProgram()

    @Test func aBlockIsOneTextAndNoCommandInItIsObeyed() throws {
        let terminal = try chat.start()
        try #require(terminal.wait { $0.rowWithCursor == ">" && $0.bracketsPastes })
        terminal.paste("/quit\nsecond \u{3}\u{4}line\n/quit\n\n")
        // It waits for Enter, and shows what it is.
        #expect(terminal.wait { $0.text.hasSuffix("> /quit\nsecond ␃␄line\n/quit") })
        terminal.type("!\r")
        try #require(terminal.waitForRow(">"))
        #expect(chat.context(terminal)?.hasPrefix("/quit\nsecond ␃␄line\n/quit!\n") ?? false)
        terminal.press(.controlD)
        #expect(terminal.exitCode() == 0)
        #expect(terminal.isOrdinary && terminal.screen.unknown.isEmpty)
    }

    @Test func aPastedLineMayBeEdited() throws {
        let terminal = try chat.start()
        try #require(terminal.waitForRow(">"))
        terminal.type("ac")
        terminal.press(.left)
        terminal.paste("\u{1B}[3~漢b\r\n")
        #expect(terminal.waitForRow("> a␛[3~漢bc"))
        terminal.press(.left)
        terminal.press(.backspace)
        #expect(terminal.waitForRow("> a␛[3~bc"))
    }

    @Test func aPastedCommandOfOneLineWaitsForEnter() throws {
        let terminal = try chat.start()
        try #require(terminal.waitForRow(">"))
        terminal.paste("/topic harbour\n")
        try #require(terminal.waitForRow("> /topic harbour"))
        terminal.press(.enter)
        #expect(terminal.waitForRow("harbour>"))
    }

    @Test func aLongBlockIsTallerThanTheWindow() throws {
        let terminal = try chat.start()
        try #require(terminal.waitForRow(">"))
        let lines = (1...300).map { "line number \($0)" }
        terminal.paste(lines.joined(separator: "\n"))
        #expect(terminal.waitForRow("line number 300"))
        #expect(terminal.screen.rows[0] == "line number 277")
        terminal.press(.controlC)
        #expect(terminal.waitFor("line number 300^C"))
        #expect(terminal.waitForRow(">"))
        // What is said in several lines comes back as such.
        terminal.paste("one\ntwo")
        terminal.press(.enter)
        try #require(terminal.waitForRow(">"))
        terminal.press(.up)
        #expect(terminal.wait { $0.text.hasSuffix("> one\ntwo") })
    }

    @Test func aPasteIntoABlockIsPartOfIt() throws {
        let terminal = try chat.start()
        try #require(terminal.waitForRow(">"))
        terminal.type("\"\"\"\r")
        try #require(terminal.waitForRow("..."))
        terminal.paste("/quit\ntwo")
        terminal.type("\r\"\"\"\r")
        try #require(terminal.waitForRow(">"))
        #expect(chat.context(terminal)?.hasPrefix("/quit\ntwo\n") ?? false)
    }

    @Test func marksAreAskedForOnlyWhileEditing() throws {
        let terminal = try chat.start(options: ChatProgram.endless)
        try #require(terminal.wait { $0.rowWithCursor == ">" && $0.bracketsPastes })
        try chat.letItTalk(terminal)
        #expect(!terminal.screen.bracketsPastes)
        terminal.press(.controlC)
        #expect(terminal.wait { $0.bracketsPastes })
        terminal.press(.controlC)
        #expect(terminal.waitFor("/quit leaves"))
        terminal.type("/quit\r")
        #expect(terminal.exitCode() == 0 && terminal.isOrdinary)
    }
}
