import BuiltProgram
import Foundation
import Testing

/// `riposte chat` with the tiny model, in a home folder of its own.
final class ChatProgram {
    let home: URL

    init() {
        home = Program.scratch.appendingPathComponent("chat-\(UUID().uuidString)")
        try? FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: home) }

    /// Starts it.
    func start(
        options: [String] = ["--length", "40"], columns: Int = 80,
        environment: [String: String] = [:]
    ) throws -> PseudoTerminal {
        let program = try #require(Program.executable)
        let model = try TinyModel.shared().run.path
        return try start(
            program, ["chat", model, "--seed", "1"] + options, columns: columns,
            environment: environment)
    }

    /// Starts `program`.
    func start(
        _ program: URL, _ arguments: [String], columns: Int = 80,
        environment: [String: String] = [:]
    ) throws -> PseudoTerminal {
        var settings = [
            "HOME": home.path, "XDG_STATE_HOME": home.appendingPathComponent("state").path,
        ]
        settings.merge(environment) { $1 }
        return try PseudoTerminal(program, arguments, environment: settings, columns: columns)
    }

    /// A chat that a shell has started, as its job: `^Z` and `fg` work. Nil where there is no bash.
    func startInShell(options: String = "", columns: Int = 80) throws -> PseudoTerminal? {
        let shell = URL(fileURLWithPath: "/bin/bash")
        guard FileManager.default.isExecutableFile(atPath: shell.path) else { return nil }
        let terminal = try start(
            shell, ["--norc", "--noediting", "-i"], columns: columns, environment: ["PS1": "$ "])
        try #require(terminal.waitForRow("$"))
        let program = try #require(Program.executable).path
        terminal.type("'\(program)' chat '\(try TinyModel.shared().run.path)' \(options)\r")
        try #require(terminal.waitForRow(">"))
        return terminal
    }

    /// A reply without end: the likeliest character of an untrained model is always the same one.
    static let endless = ["--temperature", "0", "--units", "1000", "--length", "100000"]

    /// Says something and waits until the reply is well on its way.
    func letItTalk(_ terminal: PseudoTerminal) throws {
        terminal.type("hello\r")
        let start = terminal.bytes.count
        try #require(terminal.wait { _ in terminal.bytes.count > start + 200 })
    }

    /// What `/context` shows.
    func context(_ terminal: PseudoTerminal) -> String? {
        terminal.type("/context\r")
        var shown: String?
        _ = terminal.wait { screen in
            guard let command = screen.text.range(of: "> /context\n", options: .backwards),
                screen.text.hasSuffix("\n>")
            else { return false }
            shown = String(screen.text[command.upperBound...].dropLast(2))
            return true
        }
        return shown
    }

    /// Whether `/context` shows a row that is `line`.
    func contextHas(_ line: String, _ terminal: PseudoTerminal) -> Bool {
        let shown = context(terminal)
        let isThere = shown?.split(separator: "\n").contains { $0 == line } ?? false
        if !isThere {
            print(
                "no \(line) in the context \(shown ?? "that never came"):\n\(terminal.screen.text)")
        }
        return isThere
    }
}
