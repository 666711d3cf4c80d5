import BuiltProgram
import Foundation
import Testing

/// Training as a person at a terminal watches it.
@Suite(.serialized)
struct TrainTerminalTests {
    @Test func aLineIsRewrittenInPlaceAndControlCSaves() throws {
        let model = try TinyModel.shared()
        let run = try Program.folder("watched").appendingPathComponent("run")
        let terminal = try PseudoTerminal(
            #require(Program.executable),
            model.arguments(output: run, steps: 100_000, adversarialSteps: 0), columns: 70)
        #expect(terminal.waitFor("phases"))
        #expect(terminal.wait { $0.rowWithCursor.hasPrefix("likelihood ░") })
        #expect(terminal.wait { $0.rowWithCursor.contains(" bits") })
        // The sample of a measurement: its context, an arrow, and what was written.
        #expect(terminal.waitFor(" → "))
        terminal.press(.controlC)
        #expect(terminal.exitCode() == 130)
        #expect(terminal.screen.text.contains("stopped and saved at step"))
        #expect(terminal.screen.unknown.isEmpty)
        #expect(!TinyModel.checkpoints(in: run).isEmpty)
    }

    @Test func noColourMeansNoColour() throws {
        let model = try TinyModel.shared()
        let run = try Program.folder("plain").appendingPathComponent("run")
        let terminal = try PseudoTerminal(
            #require(Program.executable),
            model.arguments(output: run, steps: 4, adversarialSteps: 0),
            environment: ["NO_COLOR": "1"])
        #expect(terminal.exitCode(within: 30) == 0)
        #expect(!terminal.bytes.contains(Array("[2m".utf8)))
    }
}
