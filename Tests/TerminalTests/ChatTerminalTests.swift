import Foundation
import Testing

/// The conversation as a person at a terminal meets it. Runs the program that `ChatProgram` finds.
@Suite(.serialized, .enabled(if: ChatProgram.executable != nil))
struct ChatTerminalTests {
    let chat = ChatProgram()

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
        #expect(terminal.waitFor("you said ßäb!"))
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
        try #require(first.waitFor("you said grüße \\ 漢"))
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
        #expect(terminal.waitFor("/context   /continue"))
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
        let terminal = try chat.start(delay: 30)
        try #require(terminal.waitForRow(">"))
        terminal.type(String(repeating: "never ending ", count: 12) + "\r")
        try #require(terminal.waitFor("you said never"))
        terminal.press(.controlC)
        try #require(terminal.waitForRow(">", 2))
        terminal.type("/context\r")
        #expect(terminal.wait { $0.text.components(separatedBy: "you said never").count == 3 })
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
        #expect(terminal.waitFor("you said hello"))
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
        #expect(terminal.waitFor("you said two"))
        terminal.type("/context\r")
        #expect(terminal.waitFor("one\ntwo\nyou said two"))
    }

    @Test func hostileRepliesAreShownNotObeyed() throws {
        let terminal = try chat.start()
        try #require(terminal.waitForRow(">"))
        // ^V makes the next key a character of the line.
        terminal.type("\u{16}\u{1B}]0;title\u{16}\u{07}\r")
        #expect(terminal.waitFor("you said ␛]0;title␇"))
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
        terminal.type("'\(try #require(ChatProgram.executable).path)'\r")
        try #require(terminal.waitForRow(">"))
        terminal.type("kept")
        terminal.press(.controlZ)
        try #require(terminal.waitForRow("$"))
        #expect(terminal.waitFor("Stopped"))
        terminal.type("fg\r")
        #expect(terminal.waitForRow("> kept"))
        terminal.type(" line\r")
        #expect(terminal.waitFor("you said kept line"))
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
        #expect(terminal.waitFor("you said hello"))
        #expect(!terminal.bytes.contains(0x1B))
        terminal.press(.controlD)
        #expect(terminal.exitCode() == 0)
    }
}

/// The conversation as a script meets it.
@Suite(.enabled(if: ChatProgram.executable != nil))
struct PipedChatTests {
    @Test func oneReplyALineAndNothingElse() throws {
        let chat = ChatProgram()
        let result = try chat.run("hello\n\n/topic harbour\n/nope\nw\u{FFFD}rld\n/quit\nunread\n")
        #expect(result.output == "you said hello\nyou said w\u{FFFD}rld\n")
        #expect(result.errors.hasPrefix("topic: harbour\nno command /nope"))
        #expect(result.exitCode == 1)
        let fine = try chat.run("\u{1B}[31mred")
        #expect(fine.output == "you said \u{1B}[31mred\n" && fine.errors.isEmpty)
        #expect(fine.exitCode == 0)
        let none = try chat.run("")
        #expect(none.output.isEmpty && none.errors.isEmpty && none.exitCode == 0)
    }
}

/// The program under test, in a home folder of its own.
final class ChatProgram {
    static let executable = Products.executable("chat-demo")
    let home: URL

    init() {
        home = FileManager.default.temporaryDirectory
            .appendingPathComponent("chat-\(UUID().uuidString)")
        try? FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: home) }

    /// Pipes `input` through it.
    func run(_ input: String) throws -> (output: String, errors: String, exitCode: Int32) {
        let process = Process()
        process.executableURL = ChatProgram.executable
        let (lines, output, errors) = (Pipe(), Pipe(), Pipe())
        process.standardInput = lines
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        try lines.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try lines.fileHandleForWriting.close()
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        let complained = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (
            String(decoding: said, as: UTF8.self), String(decoding: complained, as: UTF8.self),
            process.terminationStatus
        )
    }

    /// Starts it, or `program`; a reply waits `delay` milliseconds after each character.
    func start(
        _ program: URL? = nil, _ arguments: [String] = [], delay: Int = 0, columns: Int = 80,
        environment: [String: String] = [:]
    ) throws -> PseudoTerminal {
        let executable = try program ?? #require(ChatProgram.executable)
        var settings = [
            "HOME": home.path, "XDG_STATE_HOME": home.appendingPathComponent("state").path,
            "CHAT_DEMO_DELAY": "\(delay)",
        ]
        settings.merge(environment) { $1 }
        return try PseudoTerminal(
            executable, arguments, environment: settings, columns: columns)
    }
}
