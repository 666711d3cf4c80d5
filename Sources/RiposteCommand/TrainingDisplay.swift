import Foundation
import LineEditing
import Riposte

/// How training shows itself on standard error: on a terminal a line that is rewritten in place, with
/// a sample after each measurement; elsewhere one plain line a measurement.
final class TrainingDisplay {
    private let output = Output.error
    private let isLive: Bool
    private var hasLine = false
    private var lastShown: ContinuousClock.Instant?
    /// The latest held-out bits per character, which stay on the line until they are measured again.
    private var bits: Double?

    init() { isLive = output.isTerminal && !Terminal.isDumb }

    /// Shows what a trainer told.
    func show(_ report: StepReport) {
        if let heldOut = report.heldOut { bits = heldOut.bitsPerCharacter }
        if let measures = report.heldOut { measured(report, measures) }
        if let notice = report.notice { note("notice: \(notice)") }
        guard isLive else { return }
        let now = ContinuousClock.now
        if let lastShown, lastShown.duration(to: now) < .milliseconds(100), report.share < 1,
            report.heldOut == nil
        {
            return
        }
        lastShown = now
        let width = Terminal.width(STDERR_FILENO)
        output.raw("\r")
        output.write(ProgressLine.text(report, bits: bits, width: width - 1))
        output.raw("\u{1B}[K")
        hasLine = true
    }

    /// Writes something that stays, on a line of its own.
    func note(_ words: String) {
        clear()
        output.write(words + "\n")
    }

    /// Takes the line in place away.
    func finish() { clear() }

    private func clear() {
        if hasLine { output.raw("\r\u{1B}[K") }
        hasLine = false
    }

    private func measured(_ report: StepReport, _ measures: HeldOutMeasures) {
        var words = "\(report.phase.shortName) step \(report.step): \(MeasureWords.text(measures))"
        if !isLive {
            words += "; " + ProgressLine.facts(report, bits: nil).joined(separator: ", ")
        }
        note(words)
        guard isLive, let sample = report.sample else { return }
        let topic = sample.topic.map { "[\($0)] " } ?? ""
        let before = String(SafeText.onOneLine(sample.context).suffix(30))
        let line = "  \(topic)…\(before) → \(SafeText.onOneLine(sample.text))"
        output.write([
            StyledRun(text: line.clipped(to: Terminal.width(STDERR_FILENO) - 1), style: "2"),
            StyledRun(text: "\n"),
        ])
    }
}
