import ArgumentParser
import Foundation
import LineEditing
import Riposte

/// Where the program begins, and the one place where it decides how it ends.
@main
enum Main {
    static func main() {
        Signals.prepare()
        do {
            var command = try RiposteTool.parseAsRoot()
            try command.run()
        } catch {
            exit(end(with: error))
        }
    }

    /// Tells what went wrong, in one line on standard error.
    ///
    /// - Returns: the exit code.
    private static func end(with error: any Error) -> Int32 {
        if let code = error as? ExitCode { return code.rawValue }
        let code = RiposteTool.exitCode(for: error).rawValue
        if code == 0 {
            // Asked for: help, the version, a completion script.
            print(RiposteTool.fullMessage(for: error))
            return 0
        }
        if code == ExitCode.validationFailure.rawValue {
            say("\(unknownCommand ?? RiposteTool.message(for: error)) (\(helpCommand) tells more)")
            return code
        }
        say(words(for: error))
        return ExitCode.failure.rawValue
    }

    private static func words(for error: any Error) -> String {
        if let words = (error as? any LocalizedError)?.errorDescription { return words }
        return error is CocoaError ? error.localizedDescription : "\(error)"
    }

    private static func say(_ message: String) {
        let line = "riposte: \(SafeText.onOneLine(message))\n"
        try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
    }

    private static let commands = RiposteTool.configuration.subcommands.map { $0._commandName }

    /// What is said about a first word that is no command; nil when there is nothing wrong with it.
    private static var unknownCommand: String? {
        guard let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-"),
            word != "help", !commands.contains(word)
        else { return nil }
        let nearest = Spelling.nearest(to: word, in: commands)
        return "no command \"\(word)\"" + (nearest.map { "; did you mean \($0)?" } ?? "")
    }

    /// How to ask for help on the command that was typed.
    private static var helpCommand: String {
        let typed = CommandLine.arguments.dropFirst().first { commands.contains($0) }
        return ["riposte", typed, "--help"].compactMap { $0 }.joined(separator: " ")
    }
}
