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

    /// Whether `/context` shows a row that is `line`.
    func contextHas(_ line: String, _ terminal: PseudoTerminal) -> Bool {
        terminal.type("/context\r")
        return terminal.wait { $0.rows.contains(line) }
    }
}
