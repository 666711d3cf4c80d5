import BuiltProgram
import Foundation
import Testing

/// Candidates, explanations and replays as a person at a terminal meets them.
@Suite(.serialized)
struct ReplyCommandTerminalTests {
    let chat = ChatProgram()
    /// The likeliest character of an untrained model is always the same one: a reply without end.
    private let endless = ["--temperature", "0", "--units", "1000", "--length", "100000"]

    @Test func candidatesAreShownAndOneIsPicked() throws {
        let terminal = try chat.start()
        try #require(terminal.waitForRow(">"))
        terminal.type("hello\r/candidates 3\r")
        try #require(terminal.waitFor("/pick 1 takes the one"))
        terminal.type("/pick 4\r")
        #expect(terminal.waitFor("the choices are 1, 2, 3"))
        terminal.type("/pick \t2\r/show\r")
        #expect(terminal.waitFor("context      2 turns"))
        #expect(terminal.screen.unknown.isEmpty)
    }

    @Test func controlCShowsTheCandidatesAsFarAsTheyAre() throws {
        let terminal = try chat.start(options: endless)
        try #require(terminal.waitForRow(">"))
        terminal.type("/candidates 2\r")
        usleep(1_000_000)
        terminal.press(.controlC)
        #expect(terminal.waitFor("/pick 1 takes the one"))
        terminal.type("/pick 1\r/save \(chat.home.path)/talk.json\r")
        #expect(terminal.waitFor("saved 1 turn"))
        // What was picked of it comes out again.
        let replayed = try Program.run([
            "chat", try TinyModel.shared().run.path, "--replay", chat.home.path + "/talk.json",
        ])
        #expect(replayed.exitCode == 0 && !replayed.output.isEmpty, "\(replayed.errors)")
    }

    @Test func aReplyThatWasStoppedIsReplayedAsFar() throws {
        let terminal = try chat.start(options: endless)
        try #require(terminal.waitForRow(">"))
        terminal.type("hello\r")
        let start = terminal.bytes.count
        try #require(terminal.wait { _ in terminal.bytes.count > start + 200 })
        terminal.press(.controlC)
        try #require(terminal.waitForRow(">"))
        let file = chat.home.path + "/talk.json"
        terminal.type("/save \(file)\r")
        #expect(terminal.waitFor("saved 2 turns"))
        let model = try TinyModel.shared().run.path
        let replayed = try Program.run(["chat", model, "--replay", file, "--json"])
        #expect(replayed.exitCode == 0, "\(replayed.errors)")
        let text = try #require(replayed.objects.first?["text"] as? String)
        #expect((50..<100_000).contains(text.count))
        let saved = try String(contentsOfFile: file, encoding: .utf8)
        #expect(saved.contains("\"finished\" : false"))
    }

    @Test func aReplayMayBeStopped() throws {
        var terminal = try chat.start(options: endless + ["--length", "4000"])
        try #require(terminal.waitForRow(">"))
        terminal.type("hello\r")
        try #require(terminal.wait(30) { _ in terminal.bytes.count > 4000 })
        try #require(terminal.waitForRow(">"))
        let file = chat.home.path + "/talk.json"
        terminal.type("/save \(file)\r")
        try #require(terminal.waitFor("saved 2 turns"))
        let program = try #require(Program.executable)
        terminal = try chat.start(
            program, ["chat", try TinyModel.shared().run.path, "--replay", file])
        try #require(terminal.wait { _ in terminal.bytes.count > 300 })
        terminal.press(.controlC)
        #expect(terminal.exitCode() == 130)
    }

    @Test func whyNamesWhatCarriedTheReply() throws {
        let terminal = try chat.start()
        try #require(terminal.waitForRow(">"))
        terminal.type("/why\r")
        #expect(terminal.waitFor("there is no reply to explain"))
        terminal.type("/topic harbour kitchen\rIs it late?\r/why\r")
        #expect(terminal.waitFor("the topics together"))
        let rows = terminal.screen.rows
        #expect(rows.contains { $0.hasSuffix(" %  Is it late?") })
        #expect(rows.contains { $0.hasSuffix("topic harbour 0.50") })
        #expect(terminal.screen.unknown.isEmpty)
    }
}
