import BuiltProgram
import Foundation
import Testing

/// Ctrl-C, Ctrl-Z, signals from elsewhere, and windows that change: the terminal is always given back.
@Suite(.serialized)
struct SignalTests {
    let chat = ChatProgram()

    @Test func controlCStopsTheReplyAndKeepsIt() throws {
        let terminal = try chat.start(options: ChatProgram.endless)
        try #require(terminal.waitForRow(">"))
        try chat.letItTalk(terminal)
        #expect(terminal.isOrdinary)
        // Twice in a hurry is once.
        terminal.press(.controlC)
        terminal.press(.controlC)
        try #require(terminal.wait { $0.bracketsPastes && $0.rowWithCursor.hasSuffix(">") })
        terminal.press(.controlU)
        terminal.type("/judge\r")
        #expect(terminal.waitFor("looks real"))
        terminal.press(.controlD)
        #expect(terminal.exitCode() == 0)
        #expect(terminal.isOrdinary && terminal.screen.unknown.isEmpty)
    }

    @Test func controlCAgainAndAgainAtThePrompt() throws {
        let terminal = try chat.start()
        for round in 1...3 {
            try #require(terminal.waitForRow(">"))
            terminal.type("line \(round)")
            try #require(terminal.waitForRow("> line \(round)"))
            terminal.press(.controlC)
            #expect(terminal.waitFor("> line \(round)^C"))
        }
        #expect(terminal.waitForRow(">"))
        terminal.press(.controlD)
        #expect(terminal.exitCode() == 0 && terminal.isOrdinary)
    }

    @Test func anInterruptFromElsewhereIsControlC() throws {
        let terminal = try chat.start()
        try #require(terminal.waitForRow(">"))
        terminal.type("half")
        try #require(terminal.waitForRow("> half"))
        terminal.send(SIGINT)
        #expect(terminal.waitFor("> half^C"))
        #expect(terminal.waitForRow(">"))
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGALRM, SIGSEGV, SIGABRT])
    func whatEndsTheProgramLeavesTheTerminalAsItWas(signal: Int32) throws {
        // Without Swift's own dialogue about a crash.
        let terminal = try chat.start(environment: ["SWIFT_BACKTRACE": "enable=no"])
        try #require(terminal.waitForRow(">"))
        terminal.type("remembered\r")
        try #require(terminal.wait { $0.bracketsPastes && $0.rowWithCursor == ">" })
        terminal.type("half a line")
        try #require(terminal.waitForRow("> half a line"))
        #expect(!terminal.isOrdinary)
        terminal.send(signal)
        #expect(terminal.exitCode() == 128 + signal)
        #expect(terminal.isOrdinary)
        #expect(terminal.screen.rowWithCursor.isEmpty)
        let file = chat.home.appendingPathComponent("state/riposte/history")
        #expect(try String(contentsOf: file, encoding: .utf8).contains("remembered"))
    }

    @Test func controlZStopsWhileEditing() throws {
        guard let terminal = try chat.startInShell() else { return }
        terminal.type("kept")
        try #require(terminal.waitForRow("> kept"))
        for _ in 1...2 {
            terminal.press(.controlZ)
            try #require(terminal.waitForRow("$"))
            #expect(terminal.waitFor("Stopped") && !terminal.screen.bracketsPastes)
            terminal.type("fg\r")
            #expect(terminal.wait { $0.rowWithCursor == "> kept" && $0.bracketsPastes })
        }
        terminal.type(" line\r")
        #expect(chat.contextHas("kept line", terminal))
        terminal.press(.controlD)
        #expect(terminal.waitForRow("$"))
        #expect(terminal.isOrdinary)
    }

    /// A window that is smaller after ^Z: what libedit keeps of the screen is not made anew under the line.
    @Test func aSmallerWindowAfterControlZ() throws {
        guard let terminal = try chat.startInShell() else { return }
        let text = String(repeating: "abcdefg", count: 10)
        terminal.type(text)
        try #require(terminal.waitForRow("> \(text)"))
        terminal.press(.controlZ)
        try #require(terminal.waitForRow("$"))
        terminal.resize(columns: 30, rows: 8)
        terminal.type("fg\r")
        try #require(terminal.wait { $0.bracketsPastes && $0.rowWithCursor == text.dropFirst(58) })
        for key in ["!", "?", "."] { terminal.type(key) }
        #expect(terminal.waitForRow(text.dropFirst(58) + "!?."))
        terminal.resize(columns: 80, rows: 24)
        terminal.press(.enter)
        #expect(chat.contextHas("\(text)!?.", terminal))
        terminal.press(.controlD)
        #expect(terminal.waitForRow("$"))
    }

    /// In the background it has no terminal to give back, and ends.
    @Test func aJobInTheBackgroundCanBeEnded() throws {
        guard let terminal = try chat.startInShell() else { return }
        try stopFromElsewhere(terminal, row: ">")
        terminal.type("kill %1; sleep 1; kill -0 $P || echo ended\r")
        #expect(terminal.waitForRow("$") && terminal.waitFor("\nended"), "\(terminal.screen.text)")
    }

    @Test func controlZStopsAReply() throws {
        let options = ChatProgram.endless.joined(separator: " ")
        guard let terminal = try chat.startInShell(options: options) else { return }
        try chat.letItTalk(terminal)
        terminal.press(.controlZ)
        try #require(terminal.waitFor("Stopped"))
        try #require(terminal.waitForRow("$"))
        #expect(terminal.isOrdinary)
        let stopped = terminal.bytes.count
        #expect(!terminal.wait(0.3) { _ in terminal.bytes.count > stopped + 50 })
        terminal.type("fg\r")
        #expect(terminal.wait { _ in terminal.bytes.count > stopped + 300 })
        terminal.press(.controlC)
        #expect(terminal.wait { $0.rowWithCursor == ">" && $0.bracketsPastes })
    }

    /// Stops the chat, which shows `row`, in a way that cannot be caught: the shell is the one that gives
    /// the terminal ordinary modes. Its process is `$P` in the shell.
    private func stopFromElsewhere(_ terminal: PseudoTerminal, row: String) throws {
        let place = try Program.folder("stop")
        terminal.press(.controlZ)
        try #require(terminal.waitForRow("$"))
        terminal.type(
            "P=$(jobs -p %1); (sleep 0.7; kill -STOP $P; touch '\(place.path)/now') & fg %1\r")
        try #require(terminal.waitForRow(row))
        let mark = place.appendingPathComponent("now").path
        #expect(terminal.wait { _ in FileManager.default.fileExists(atPath: mark) })
        try #require(terminal.waitForRow("$"))
    }

    @Test func stoppedFromElsewhereItIsDrawnAgain() throws {
        guard let terminal = try chat.startInShell() else { return }
        terminal.type("kept")
        try #require(terminal.waitForRow("> kept"))
        try stopFromElsewhere(terminal, row: "> kept")
        terminal.type("fg %1\r")
        #expect(terminal.wait { $0.rowWithCursor == "> kept" && $0.bracketsPastes })
        #expect(!terminal.isOrdinary)
    }

    @Test func aSmallerWindowWhileEditing() throws {
        let terminal = try chat.start(columns: 80)
        try #require(terminal.waitForRow(">"))
        let text = String(repeating: "abcdefghij", count: 6)
        terminal.type(text)
        try #require(terminal.waitForRow("> \(text)"))
        terminal.resize(columns: 40, rows: 24)
        let first = "> " + text.prefix(38)
        #expect(terminal.wait { $0.text.hasSuffix("\(first)\n\(text.dropFirst(38))") })
        #expect(terminal.screen.rows.filter { $0.hasPrefix("> a") }.count == 1)
        terminal.type("!")
        #expect(terminal.waitForRow(text.dropFirst(38) + "!"))
        terminal.resize(columns: 20, rows: 10)
        #expect(terminal.waitForRow(text.dropFirst(58) + "!"))
        terminal.resize(columns: 100, rows: 24)
        #expect(terminal.waitForRow("> \(text)!"))
        terminal.press(.enter)
        #expect(chat.contextHas("\(text)!", terminal))
    }

    @Test func aSmallerWindowDuringAReply() throws {
        let terminal = try chat.start(options: ChatProgram.endless)
        try #require(terminal.waitForRow(">"))
        try chat.letItTalk(terminal)
        terminal.resize(columns: 30, rows: 10)
        let resized = terminal.bytes.count
        try #require(terminal.wait { _ in terminal.bytes.count > resized + 300 })
        terminal.press(.controlC)
        try #require(terminal.wait { $0.bracketsPastes })
        terminal.type(String(repeating: "x", count: 40))
        #expect(terminal.waitForRow(String(repeating: "x", count: 12)))
        terminal.press(.controlU)
        #expect(terminal.waitForRow(">"))
        #expect(terminal.screen.unknown.isEmpty)
    }

    @Test func controlLClearsTheScreen() throws {
        let terminal = try chat.start()
        try #require(terminal.waitForRow(">"))
        terminal.type("kept")
        terminal.press(.controlL)
        #expect(terminal.wait { $0.text == "> kept" && $0.row == 0 })
    }
}
