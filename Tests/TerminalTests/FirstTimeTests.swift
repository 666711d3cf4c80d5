import BuiltProgram
import Foundation
import Testing

/// What somebody does who sees the program for the first time and knows nothing but its banner and /help:
/// each task in at most three lines, and every command that is used is one that was shown.
@Suite(.serialized)
struct FirstTimeTests {
    let chat = ChatProgram()

    /// A conversation in which everything that the program says of itself is remembered.
    private func start() throws -> (terminal: PseudoTerminal, shown: String) {
        let terminal = try window([])
        try #require(terminal.waitForRow(">"))
        terminal.type("/help\r")
        try #require(terminal.waitFor("More on any of these"))
        try #require(terminal.waitForRow(">"))
        return (terminal, terminal.screen.text)
    }

    /// The program in a window that has room for all of the help.
    private func window(_ options: [String]) throws -> PseudoTerminal {
        let program = try #require(Program.executable)
        let model = try TinyModel.shared().run.path
        return try PseudoTerminal(
            program, ["chat", model] + options,
            environment: [
                "HOME": chat.home.path, "XDG_STATE_HOME": chat.home.path,
            ], columns: 110, rows: 60)
    }

    /// Types `line`, whose command must have been shown, and waits for the prompt.
    private func type(
        _ line: String, _ terminal: PseudoTerminal, shown: String, prompt: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        if line.hasPrefix("/"), let command = line.split(separator: " ").first {
            #expect(shown.contains(command), sourceLocation: sourceLocation)
        }
        let before = terminal.bytes.count
        terminal.type(line + "\r")
        #expect(
            terminal.wait { screen in
                terminal.bytes.count > before + line.utf8.count + 2
                    && screen.rowWithCursor == prompt
            }, "\(terminal.screen.text)", sourceLocation: sourceLocation)
    }

    @Test func aStoryOnATopicThatChangesMidway() throws {
        let (terminal, shown) = try start()
        // Start a story on a topic: the banner names the topics and how one is chosen.
        #expect(shown.contains("topics: garden, harbour, kitchen, night-sky\n"))
        #expect(shown.contains("/topic garden picks one"))
        type("/topic harbour", terminal, shown: shown, prompt: "harbour>")
        type("The ferry was late again.", terminal, shown: shown, prompt: "harbour>")
        // Change it midway.
        type("/topic night-sky", terminal, shown: shown, prompt: "night-sky>")
        type("/continue", terminal, shown: shown, prompt: "night-sky>")
        // It is one story: the line that was said, and what was written under both topics.
        type("/show", terminal, shown: shown, prompt: "night-sky>")
        #expect(terminal.screen.text.contains("context      3 turns"))
    }

    @Test func shorterAndCalmer() throws {
        let (terminal, shown) = try start()
        #expect(shown.contains("Calmer: /set temperature 0.5. Shorter: /set length 80."))
        type("/set temperature 0.5", terminal, shown: shown, prompt: ">")
        type("/set length 20", terminal, shown: shown, prompt: ">")
        type("hello", terminal, shown: shown, prompt: ">")
        let rows = terminal.screen.rows.filter { !$0.isEmpty }
        let reply = try #require(rows.dropLast().last)
        #expect(reply.count <= 20)
    }

    @Test func backOneReply() throws {
        let (terminal, shown) = try start()
        #expect(shown.contains("/undo") && shown.contains("take back the last reply"))
        type("one", terminal, shown: shown, prompt: ">")
        type("two", terminal, shown: shown, prompt: ">")
        type("/continue", terminal, shown: shown, prompt: ">")
        type("/undo", terminal, shown: shown, prompt: ">")
        type("/show", terminal, shown: shown, prompt: ">")
        #expect(terminal.screen.text.contains("context      4 turns"))
        type("/undo", terminal, shown: shown, prompt: ">")
        #expect(terminal.screen.text.contains("taken back: two"))
        type("/show", terminal, shown: shown, prompt: ">")
        #expect(terminal.screen.text.contains("context      2 turns"))
    }

    @Test func savedAndReplayed() throws {
        let (terminal, shown) = try start()
        let file = chat.home.appendingPathComponent("story.json").path
        #expect(shown.contains("/save FILE") && shown.contains("riposte chat --replay"))
        type("/topic kitchen", terminal, shown: shown, prompt: "kitchen>")
        type("Who has left the spoon here?", terminal, shown: shown, prompt: "kitchen>")
        terminal.type("/save \(file)\r")
        #expect(terminal.waitFor("saved 2 turns"))
        terminal.press(.controlD)
        #expect(terminal.exitCode() == 0)
        let said = terminal.screen.rows
        let line = try #require(said.firstIndex { $0.hasSuffix("Who has left the spoon here?") })
        let replay = try window(["--replay", file])
        #expect(replay.exitCode() == 0)
        #expect(replay.screen.rows.prefix(2) == said[line...line + 1])
    }
}
