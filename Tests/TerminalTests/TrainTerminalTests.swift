import BuiltProgram
import Foundation
import Testing

/// Training as a person at a terminal watches it.
@Suite(.serialized)
struct TrainTerminalTests {
    func train(
        steps: Int, adversarialSteps: Int, columns: Int = 80, rows: Int = 24,
        environment: [String: String] = [:]
    ) throws -> (terminal: PseudoTerminal, run: URL) {
        let model = try TinyModel.shared()
        let run = try Program.folder("watched").appendingPathComponent("run")
        let terminal = try PseudoTerminal(
            #require(Program.executable),
            model.arguments(output: run, steps: steps, adversarialSteps: adversarialSteps),
            environment: environment, columns: columns, rows: rows)
        return (terminal, run)
    }

    @Test func bothPhasesAreDrawnInPlace() throws {
        let (terminal, _) = try train(steps: 60, adversarialSteps: 100_000, rows: 30)
        #expect(terminal.waitFor("phases"))
        #expect(terminal.wait { $0.rows.contains { $0.hasPrefix("likelihood ") } })
        #expect(terminal.wait(60) { $0.rows.contains { $0.hasPrefix("equilibrium ") } })
        #expect(terminal.wait(60) { $0.text.contains("generator's loss") })
        // A bar for each phase, both curves, the gauge, and samples: each once, whatever was drawn before.
        #expect(
            terminal.wait(60) { screen in
                let rows = screen.rows
                return rows.filter { $0.hasPrefix("likelihood ████████") }.count == 1
                    && rows.filter { $0.hasPrefix("duel       ") }.count == 1
                    && rows.filter { $0.contains("discriminator's loss") }.count == 1
                    && rows.filter { $0.hasPrefix("equilibrium ") && $0.contains("●") }.count == 1
                    && rows.filter { $0.contains(" → ") }.count >= 2
                    && rows.contains {
                        $0.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) }
                    }
            })
        // Between two frames the cursor waits on a row of its own.
        #expect(terminal.wait { $0.column == 0 && $0.rowWithCursor.isEmpty })
        terminal.press(.controlC)
        #expect(terminal.exitCode() == 130)
        #expect(terminal.isOrdinary && terminal.screen.unknown.isEmpty)
        #expect(terminal.screen.text.contains("stopped and saved at step"))
        // The last picture stays.
        #expect(terminal.screen.rows.filter { $0.hasPrefix("equilibrium ") }.count == 1)
    }

    @Test func controlCSaves() throws {
        let (terminal, run) = try train(steps: 100_000, adversarialSteps: 0, columns: 70)
        #expect(terminal.wait { $0.rows.contains { $0.hasPrefix("likelihood ░") } })
        #expect(terminal.waitFor(" bits"))
        #expect(terminal.waitFor(" → "))
        terminal.press(.controlC)
        #expect(terminal.exitCode() == 130)
        #expect(!TinyModel.checkpoints(in: run).isEmpty)
    }

    @Test func samplesChange() throws {
        let (terminal, _) = try train(steps: 100_000, adversarialSteps: 0)
        var seen: Set<String> = []
        #expect(
            terminal.wait(30) { screen in
                for row in screen.rows where row.contains(" → ") { seen.insert(row) }
                return seen.count >= 5
            })
    }

    @Test(arguments: [(20, 24), (38, 12), (80, 6), (200, 50), (12, 4)])
    func everyWindowIsKeptTo(columns: Int, rows: Int) throws {
        let (terminal, _) = try train(
            steps: 40, adversarialSteps: 20, columns: columns, rows: rows)
        #expect(terminal.wait(60) { $0.text.contains("duel") })
        #expect(terminal.exitCode(within: 60) == 0)
        #expect(terminal.screen.unknown.isEmpty && terminal.isOrdinary)
        // Nothing was drawn twice: a row that wraps, or a block that is taller than the window, would.
        #expect(terminal.screen.rows.filter { $0.hasPrefix("equilibrium") }.count <= 1)
    }

    @Test func aWindowThatChangesIsDrawnAnew() throws {
        let (terminal, _) = try train(steps: 20, adversarialSteps: 100_000, rows: 30)
        #expect(terminal.wait(60) { $0.rows.contains { $0.hasPrefix("equilibrium ") } })
        for columns in [50, 120, 30, 80] {
            terminal.resize(columns: columns, rows: 30)
            let changed = terminal.bytes.count
            // What is read may end in the middle of a frame; a block drawn twice would stay.
            #expect(
                terminal.wait { screen in
                    terminal.bytes.count > changed + 4000
                        && screen.rows.filter { $0.hasPrefix("equilibrium") }.count == 1
                        && screen.rows.filter { $0.hasPrefix("duel       ") }.count <= 1
                })
        }
    }

    @Test func aFrameIsOneWriteAndThereAreFew() throws {
        let (terminal, _) = try train(steps: 100_000, adversarialSteps: 0)
        #expect(terminal.waitFor(" → "))
        let (before, began) = (terminal.bytes.count, Date())
        _ = terminal.wait(2) { _ in false }
        let text = String(decoding: terminal.bytes[before...], as: UTF8.self)
        let frames = text.components(separatedBy: "\u{1B}[J").count - 1
        #expect(frames >= 3 && Double(frames) <= 11 * Date().timeIntervalSince(began))
        // Nothing is cleared before it is written: a frame's rows end in "clear to the end of the row".
        #expect(!text.contains("\u{1B}[2J") && !text.contains("\u{1B}[H"))
        // Each goes up over the one before it.
        #expect(text.matches(of: /\u{1B}\[\d+A/).count >= frames - 1)
    }

    @Test func aTerminalThatStopsDoesNotStopTheTraining() throws {
        let (terminal, run) = try train(steps: 100_000, adversarialSteps: 0)
        #expect(terminal.waitFor(" → "))
        // Control-S: from here on every write to the terminal blocks.
        terminal.type("\u{13}")
        let goal = TinyModel.reports(in: run) + 20
        let end = Date(timeIntervalSinceNow: 30)
        while TinyModel.reports(in: run) < goal, Date() < end { usleep(10_000) }
        #expect(TinyModel.reports(in: run) >= goal)
        terminal.type("\u{11}")
        terminal.press(.controlC)
        #expect(terminal.exitCode() == 130)
    }

    @Test func aShellTakesTheTerminalAndGivesItBack() throws {
        let shell = URL(fileURLWithPath: "/bin/bash")
        guard FileManager.default.isExecutableFile(atPath: shell.path) else { return }
        let terminal = try PseudoTerminal(
            shell, ["--norc", "--noediting", "-i"], environment: ["PS1": "$ "], rows: 120)
        try #require(terminal.waitForRow("$"))
        let run = try Program.folder("stopped").appendingPathComponent("run")
        let words =
            try [#require(Program.executable).path]
            + TinyModel.shared().arguments(output: run, steps: 100_000, adversarialSteps: 0)
        terminal.type(words.map { "'\($0)'" }.joined(separator: " ") + "\r")
        #expect(terminal.waitFor(" → "))
        terminal.press(.controlZ)
        try #require(terminal.wait { $0.text.contains("Stopped") && $0.rowWithCursor == "$" })
        #expect(terminal.isOrdinary)
        let stopped = terminal.bytes.count
        terminal.type("fg\r")
        #expect(terminal.wait { _ in terminal.bytes.count > stopped + 3000 })
        // What the shell wrote in between stands where it was.
        #expect(terminal.screen.text.contains("Stopped"))
        terminal.press(.controlC)
        #expect(terminal.waitFor("stopped and saved at step"))
        #expect(terminal.waitForRow("$"))
    }

    @Test(arguments: ["dumb", ""])
    func plainLinesWhereThereAreNoEscapes(name: String) throws {
        let (terminal, _) = try train(
            steps: 6, adversarialSteps: 2, environment: ["TERM": name])
        #expect(terminal.exitCode(within: 30) == 0)
        #expect(terminal.screen.text.contains("likelihood step 6: "))
        #expect(!terminal.bytes.contains(0x1B) && !terminal.screen.text.contains("█"))
    }

    @Test func noColourMeansNoColour() throws {
        let (terminal, _) = try train(
            steps: 20, adversarialSteps: 4, environment: ["NO_COLOR": "1"])
        #expect(terminal.exitCode(within: 30) == 0)
        #expect(terminal.screen.styles.isEmpty && terminal.screen.text.contains("█"))
    }
}
