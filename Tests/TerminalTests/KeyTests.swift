import BuiltProgram
import Foundation
import Testing

/// Keys in every mode, Tab, and terminals that can do little.
@Suite(.serialized)
struct KeyTests {
    let chat = ChatProgram()

    func write(_ editrc: String) throws {
        try Data(editrc.utf8).write(to: chat.home.appendingPathComponent(".editrc"))
    }

    // MARK: Scripts

    @Test(arguments: ["สวัสดีครับ", "क्षत्रिय", "مُرحَبًا", "Ελλάδα", "Съешь", "e\u{301}te\u{301}", "漢字かな한글"])
    func everyScriptIsEditedAndRoundTrips(text: String) throws {
        let terminal = try chat.start(options: ["--length", "1"])
        try #require(terminal.waitForRow(">"))
        terminal.type("\(text)x")
        #expect(terminal.waitForRow("> \(text)x"))
        // The cursor is before the x, whatever marks there are: a letter goes between.
        terminal.press(.left)
        terminal.type("|")
        #expect(terminal.waitForRow("> \(text)|x"))
        terminal.press(.home)
        terminal.type("^")
        #expect(terminal.waitForRow("> ^\(text)|x"))
        #expect(terminal.wait { $0.column == 3 })
        terminal.press(.end)
        terminal.press(.enter)
        #expect(chat.contextHas("^\(text)|x", terminal))
        // Every byte of it.
        #expect(terminal.bytes.suffix(400).contains(Array("^\(text)|x".utf8)))
        #expect(terminal.screen.unknown.isEmpty)
    }

    @Test func theCursorIsRightAfterWideCharactersWrap() throws {
        let terminal = try chat.start(columns: 20)
        try #require(terminal.waitForRow(">"))
        terminal.type("a" + String(repeating: "漢", count: 12))
        #expect(terminal.waitForRow("漢漢漢漢"))
        #expect(terminal.screen.column == 8)
        for _ in 1...4 { terminal.press(.left) }
        #expect(terminal.wait { $0.column == 0 })
        terminal.press(.backspace)
        #expect(terminal.wait { $0.text.hasSuffix("> a漢漢漢漢漢漢漢漢\n漢漢漢") && $0.column == 17 })
        terminal.press(.home)
        #expect(terminal.wait { $0.column == 2 && $0.rowWithCursor == "> a漢漢漢漢漢漢漢漢" })
    }

    // MARK: Keys

    @Test func controlDInALineAndAtItsEnd() throws {
        let terminal = try chat.start()
        try #require(terminal.waitForRow(">"))
        terminal.type("abc")
        terminal.press(.controlD)
        terminal.press(.home)
        terminal.press(.controlD)
        #expect(terminal.waitForRow("> bc"))
        terminal.press(.controlU)
        terminal.press(.end)
        terminal.press(.controlU)
        try #require(terminal.waitForRow(">"))
        terminal.press(.controlD)
        #expect(terminal.exitCode() == 0 && terminal.isOrdinary)
    }

    @Test func viModeOfEditrcIsRespected() throws {
        try write("# vi\nriposte:bind -v\nother:bind -e\n")
        let terminal = try chat.start()
        try #require(terminal.waitForRow(">"))
        // ESC is a key by itself, also when the next one is quick.
        terminal.type("one two\u{1B}0iX")
        #expect(terminal.waitForRow("> Xone two"))
        // And arrows, Home, End and Delete are keys as well, in both modes.
        terminal.press(.right)
        terminal.type("Y")
        #expect(terminal.waitForRow("> XoYne two"))
        terminal.press(.home)
        terminal.press(.delete)
        terminal.press(.end)
        terminal.type("!")
        #expect(terminal.waitForRow("> oYne two!"))
        terminal.type("\u{1B}")
        terminal.press(.home)
        terminal.type("x")
        #expect(terminal.waitForRow("> Yne two!"))
        terminal.type("dw")
        #expect(terminal.waitForRow("> two!"))
        terminal.press(.controlC)
        #expect(terminal.waitFor("/quit leaves"))
        terminal.type("/topi\t")
        #expect(terminal.waitForRow("> /topic"))
        terminal.press(.controlU)
        terminal.paste("a\nb")
        #expect(terminal.wait { $0.text.hasSuffix("> a\nb") })
        #expect(terminal.screen.unknown.isEmpty)
    }

    @Test func aloneEscapeNeedsNoOtherKey() throws {
        try write("bind -v\n")
        let terminal = try chat.start()
        try #require(terminal.waitForRow(">"))
        terminal.type("ab")
        try #require(terminal.wait { $0.column == 4 })
        terminal.type("\u{1B}")
        // In command mode the cursor stands on the last character.
        #expect(terminal.wait { $0.column == 3 })
    }

    @Test func whatEditrcBindsGoesBeforeOurKeys() throws {
        try write("bind ^W ed-move-to-beg\nbind \"\\033[H\" ed-move-to-end\nbind ^C ed-redisplay\n")
        let terminal = try chat.start()
        try #require(terminal.waitForRow(">"))
        terminal.type("one two")
        terminal.press(.controlW)
        terminal.type("X")
        #expect(terminal.waitForRow("> Xone two"))
        terminal.press(.home)
        terminal.type("Y")
        #expect(terminal.waitForRow("> Xone twoY"))
        // But not before the keys that one cannot do without.
        terminal.press(.controlC)
        #expect(terminal.waitFor("twoY^C"))
    }

    // MARK: Tab

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

    @Test func tabCompletesSettings() throws {
        let terminal = try chat.start()
        try #require(terminal.waitForRow(">"))
        terminal.type("/set tem\t")
        #expect(terminal.waitForRow("> /set temperature"))
        terminal.press(.controlC)
        terminal.type("/set \t")
        #expect(terminal.waitFor("guidance"))
    }

    @Test func tabCompletesFilesWithSpaces() throws {
        let folder = chat.home.appendingPathComponent("my talks")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let terminal = try chat.start()
        try #require(terminal.waitForRow(">"))
        terminal.type("/save ~/my\t")
        #expect(terminal.waitForRow("> /save ~/my talks/"))
        terminal.type("one evening.json\r")
        #expect(terminal.waitFor("saved 0 turns"))
        terminal.type("/load ~/my talks/one\t")
        #expect(terminal.waitForRow("> /load ~/my talks/one evening.json"))
        terminal.press(.enter)
        #expect(terminal.waitFor("restored 0 turns"))
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

    // MARK: Poor terminals

    @Test(arguments: ["dumb", ""])
    func aTerminalWithoutEscapesWorks(name: String) throws {
        let terminal = try chat.start(columns: 30, environment: ["TERM": name])
        try #require(terminal.waitForRow(">"))
        terminal.type("helo")
        terminal.press(.left)
        terminal.type("l")
        #expect(terminal.waitForRow("> hello") && terminal.screen.column == 6)
        terminal.press(.end)
        terminal.press(.enter)
        #expect(chat.contextHas("hello", terminal))
        // Of a line that is too long, the end is seen.
        terminal.type(String(repeating: "x", count: 40) + "end")
        #expect(terminal.wait { $0.rowWithCursor.hasSuffix("xend") })
        terminal.press(.controlC)
        #expect(terminal.waitForRow(">"))
        #expect(!terminal.bytes.contains(0x1B))
        terminal.press(.controlD)
        #expect(terminal.exitCode() == 0 && terminal.isOrdinary)
    }

    @Test func noColourWherePeopleSayNo() throws {
        let terminal = try chat.start(environment: ["NO_COLOR": "1"])
        try #require(terminal.waitForRow(">"))
        terminal.type("hello\r")
        try #require(terminal.waitForRow(">"))
        terminal.type("/judge\r")
        #expect(terminal.waitFor("looks real"))
        #expect(terminal.screen.styles.isEmpty && terminal.screen.unknown.isEmpty)
    }

    @Test func twentyColumnsAreEnough() throws {
        let terminal = try chat.start(columns: 20)
        try #require(terminal.waitForRow(">"))
        terminal.type("/topic harbour:2 kitchen:1\r")
        try #require(terminal.wait { $0.text.hasSuffix("harbour 0.67, kitche\nn 0.33>") })
        terminal.type("hello there\r")
        #expect(terminal.wait { $0.text.contains("n 0.33> hello there") })
        #expect(terminal.wait { $0.text.hasSuffix("harbour 0.67, kitche\nn 0.33>") })
    }
}
