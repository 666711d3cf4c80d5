import Foundation
import Riposte
import RiposteCommand
import Testing

/// The picture of a run as text, from reports alone.
@Suite struct TrainingViewTests {
    /// A report, from the JSON that a run's metrics have.
    func report(
        _ phase: String = "likelihood", step: Int, share: Double, bits: Double? = nil,
        heldOut: Double? = nil, losses: (generator: Double, discriminator: Double)? = nil,
        accuracy: Double = 0.5, equilibrium: Double? = nil, sample: String? = nil
    ) throws -> StepReport {
        var fields: [String: Any] = [
            "phase": phase, "step": step, "share": share, "secondsLeft": 65, "rate": 0.001,
            "charactersPerSecond": 41_234, "gradientNorm": 1,
        ]
        fields["trainingBits"] = bits
        if let heldOut {
            fields["heldOut"] = [
                "characters": 100, "bitsPerCharacter": heldOut,
                "bitsPerCharacterOtherContext": heldOut,
            ]
        }
        if let losses {
            fields["duel"] = [
                "discriminatorLoss": losses.discriminator, "generatorLoss": losses.generator,
                "accuracy": accuracy, "contextAccuracy": 0.5, "temperature": 1.0,
                "isBalanced": true, "balance": [String: String](),
            ]
        }
        if let equilibrium {
            fields["equilibrium"] = ["realism": ["accuracy": equilibrium, "bits": 1, "lead": 0]]
        }
        if let sample {
            fields["sample"] = [
                "context": "Is the ferry late?", "text": sample, "topic": "harbour",
            ]
        }
        let data = try JSONSerialization.data(withJSONObject: fields)
        return try JSONDecoder().decode(StepReport.self, from: data)
    }

    /// A run that is half through its duel.
    func duel() throws -> TrainingView {
        var view = TrainingView(phases: [.likelihood, .adversarial])
        for step in 1...200 {
            let bits = 2 + 4 * exp(-Double(step) / 40)
            view.add(
                try report(
                    step: step, share: Double(step) / 200, bits: bits,
                    heldOut: step % 50 == 0 ? bits + 0.1 : nil,
                    sample: step % 50 == 0 ? "text \(step)" : nil))
        }
        for step in 201...300 {
            let wave = sin(Double(step) / 10) / 4
            view.add(
                try report(
                    "adversarial", step: step, share: Double(step - 200) / 200,
                    losses: (1 + wave, 1 - wave), accuracy: 0.75,
                    sample: step % 50 == 0 ? "text \(step)" : nil))
        }
        return view
    }

    func text(_ rows: [[StyledRun]]) -> [String] { rows.map { $0.map(\.text).joined() } }

    @Test func aRunHalfThroughItsDuel() throws {
        let rows = text(try duel().rows(columns: 79, height: 22))
        #expect(rows[0].hasPrefix("likelihood ████████  100 %  to step 200"))
        #expect(rows[1].hasPrefix("duel       ████░░░░  50 %  1:05"))
        #expect(rows[2].hasPrefix("generator's loss "))
        #expect(rows[2].contains("discriminator's loss "))
        // Two curves, four rows high, with their highest and lowest values.
        #expect(rows[3].hasPrefix("   1.25 ") && rows[6].hasPrefix("   0.75 "))
        #expect(rows[3].components(separatedBy: "1.25").count == 3)
        #expect(rows[7].hasPrefix("equilibrium ──") && rows[7].contains("┼"))
        #expect(rows[7].hasSuffix(" judge right in 75 % of pairs"))
        let scale = rows[7].dropFirst(12).prefix { "─┼●".contains($0) }
        #expect(scale.count == 37 && Array(scale)[18] == "┼" && Array(scale)[27] == "●")
        #expect(
            rows.suffix(3) == [
                "200 [harbour] …Is the ferry late? → text 200",
                "250 [harbour] …Is the ferry late? → text 250",
                "300 [harbour] …Is the ferry late? → text 300",
            ])
        #expect(rows.count == 11)
    }

    @Test func theGaugeIsOfHeldOutTextWhenThereIsSome() throws {
        var view = try duel()
        view.add(
            try report(
                "adversarial", step: 301, share: 0.51, losses: (1, 1), accuracy: 0.9,
                equilibrium: 0.5))
        let row = text(view.rows(columns: 79, height: 22))[7]
        #expect(row.hasSuffix(" judge right in 50 % of held-out pairs"))
        let scale = Array(row.dropFirst(12).prefix { "─┼●".contains($0) })
        #expect(scale.count > 20 && scale[scale.count / 2] == "●")
    }

    @Test func aCurveThatFallsIsDrawnFalling() throws {
        var view = TrainingView(phases: [.likelihood])
        for step in 1...100 {
            view.add(try report(step: step, share: 0.1, bits: Double(100 - step)))
        }
        let rows = text(view.rows(columns: 79, height: 22))
        #expect(rows[1].hasPrefix("training bits/character "))
        // From the upper left to the lower right, and nothing in the other corners.
        let plot = rows[2...5].map { Array($0.dropFirst(8).prefix(30)) }
        let blank = Character("\u{2800}")
        #expect(plot[0].prefix(3).allSatisfy { $0 != blank })
        #expect(plot[0].suffix(20).allSatisfy { $0 == blank })
        #expect(plot[3].prefix(20).allSatisfy { $0 == blank })
        #expect(plot[3].suffix(3).allSatisfy { $0 != blank })
    }

    @Test func whateverTheWindowNothingIsWiderOrTaller() throws {
        let view = try duel()
        for columns in [1, 2, 5, 11, 19, 20, 21, 33, 59, 60, 61, 80, 133, 250] {
            for height in [1, 2, 3, 4, 5, 8, 9, 12, 24, 60] {
                let rows = text(view.rows(columns: columns, height: height))
                #expect(!rows.isEmpty && rows.count <= height)
                #expect(rows.allSatisfy { $0.count <= columns }, "\(columns)×\(height)")
            }
        }
        // The phase that goes on is what is seen in the smallest one.
        #expect(text(view.rows(columns: 30, height: 1))[0].hasPrefix("duel "))
        #expect(view.rows(columns: 0, height: 5).isEmpty)
        #expect(TrainingView(phases: [.likelihood]).rows(columns: 80, height: 24).isEmpty)
    }

    @Test func hostileSamplesAreShownNotObeyed() throws {
        var view = TrainingView(phases: [.likelihood])
        view.add(
            try report(
                step: 1, share: 0.1,
                sample: "a\u{1B}[5m\n漢\u{202E}" + String(repeating: "漢", count: 99)))
        let row = text(view.rows(columns: 60, height: 10)).last ?? ""
        #expect(row.contains("a␛[5m 漢\u{FFFD}漢") && row.count < 60)
        var block = LiveBlock()
        let frame = block.frame(
            [[StyledRun(text: "\u{1B}[5m\u{9B}", style: "2")]], notes: ["two\nlines\u{1B}c"],
            columns: 60,
            colour: true)
        #expect(
            frame
                == "\rtwo\u{1B}[K\nlines␛c\u{1B}[K\n\u{1B}[2m␛[5m\u{FFFD}\u{1B}[0m\u{1B}[K\n\u{1B}[J"
        )
    }

    @Test func aLongSeriesKeepsItsShape() {
        var curve = Curve()
        for value in 0..<100_000 { curve.add(Double(value)) }
        curve.add(.nan)
        curve.add(.infinity)
        #expect(curve.points.count < Curve.most)
        let sampled = curve.sampled(11)
        for (index, value) in sampled.enumerated() {
            #expect(abs(value - (Double(index) + 0.5) * 100_000 / 11) < 1000)
        }
        var short = Curve()
        #expect(short.sampled(5).isEmpty)
        short.add(1)
        #expect(short.sampled(3) == [1, 1, 1])
        short.add(2)
        #expect(short.sampled(3) == [1, 1.5, 2])
    }
}

/// Frames as a terminal shows them.
@Suite struct LiveBlockTests {
    func rows(_ words: String...) -> [[StyledRun]] { words.map { [StyledRun(text: $0)] } }

    @Test func isWrittenOverInPlace() {
        var screen = Screen(columns: 20, rows: 6)
        var block = LiveBlock()
        func draw(_ rows: [[StyledRun]], notes: [String] = [], columns: Int = 20) {
            let frame = block.frame(rows, notes: notes, columns: columns, colour: false)
            screen.draw(Array(frame.replacingOccurrences(of: "\n", with: "\r\n").utf8))
        }
        screen.draw(Array("before\r\n".utf8))
        draw(rows("one", "two longer"))
        #expect(screen.text == "before\none\ntwo longer" && screen.column == 0 && screen.row == 3)
        draw(rows("uno", "due"))
        #expect(screen.text == "before\nuno\ndue")
        draw(rows("1", "2", "3"), notes: ["a note"])
        #expect(screen.text == "before\na note\n1\n2\n3")
        draw(rows("1"))
        #expect(screen.text == "before\na note\n1")
        // At the bottom of the window everything moves up.
        draw(rows("1", "2", "3"), notes: ["b", "c"])
        #expect(screen.text == "b\nc\n1\n2\n3" && screen.row == 5)
        screen.resize(columns: 10, rows: 6)
        draw(rows("x", "y"), columns: 10)
        #expect(screen.text == "b\nc\nx\ny")
        block.leave()
        screen.draw(Array("shell\r\n".utf8))
        draw(rows("z"), columns: 10)
        #expect(screen.text == "c\nx\ny\nshell\nz")
    }
}
