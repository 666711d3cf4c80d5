import Dispatch
import Foundation
import LineEditing
import Riposte

/// How training shows itself on standard error: on a terminal the ``TrainingView``, drawn in place;
/// elsewhere one plain line a measurement.
///
/// Drawing has a queue of its own and at most ten frames a second: a terminal that is slow, or stopped
/// by Ctrl-S, does not hold the training up.
final class TrainingDisplay: @unchecked Sendable {
    private let output = Output.error
    private let isLive: Bool
    private let queue = DispatchQueue(label: "training display")
    private static let interval = 0.1

    // Guarded by the lock: what the trainer's thread hands over.
    private let lock = NSLock()
    private var view: TrainingView
    private var notes: [String] = []
    private var isScheduled = false
    private var isRunning = false

    // Used on the queue alone.
    private var block = LiveBlock()
    private var continued: (any DispatchSourceSignal)?

    /// A display of a run with these phases.
    init(phases: [TrainingState.Phase] = []) {
        isLive = output.isTerminal && !Terminal.isDumb()
        view = TrainingView(phases: phases)
        guard isLive else { return }
        // After Ctrl-Z and fg the shell's words stand where the block was.
        continued = DispatchSource.makeSignalSource(signal: SIGCONT, queue: queue)
        continued?.setEventHandler { [weak self] in self?.block.leave() }
        continued?.resume()
    }

    /// Shows what a trainer told.
    func show(_ report: StepReport) {
        if let measures = report.heldOut { note(words(report, measures)) }
        if let notice = report.notice { note("notice: \(notice)") }
        guard isLive else { return }
        lock.withLock {
            view.add(report)
            isRunning = true
        }
        schedule()
    }

    /// Writes something that stays, on a line of its own.
    func note(_ words: String) {
        let waits = lock.withLock {
            if isRunning { notes.append(words) }
            return isRunning
        }
        if waits { schedule() } else { output.write(words + "\n") }
    }

    /// Draws what there is for the last time; notes go below it from now on.
    func finish() {
        guard lock.withLock({ isRunning }) else { return }
        queue.sync { draw() }
        lock.withLock { isRunning = false }
    }

    /// Draws soon, unless that is to happen already.
    private func schedule() {
        let isFirst = lock.withLock {
            defer { isScheduled = true }
            return !isScheduled
        }
        guard isFirst else { return }
        queue.asyncAfter(deadline: .now() + TrainingDisplay.interval) { [weak self] in
            self?.draw()
        }
    }

    private func draw() {
        let (view, notes) = lock.withLock {
            defer { self.notes = [] }
            isScheduled = false
            return (self.view, self.notes)
        }
        // One column and one row are left for terminals that wrap, or scroll, early.
        let columns = max(1, Terminal.width(STDERR_FILENO) - 1)
        let height = max(1, Terminal.height(STDERR_FILENO) - 2)
        let rows = view.rows(columns: columns, height: height)
        output.raw(
            block.frame(rows, notes: notes, columns: columns, colour: output.allowsColour))
    }

    private func words(_ report: StepReport, _ measures: HeldOutMeasures) -> String {
        let words = "\(report.phase.shortName) step \(report.step): \(MeasureWords.text(measures))"
        guard !isLive else { return words }
        let facts = ProgressLine.facts(report, bits: nil).joined(separator: ", ")
        return "\(words); \(facts)"
    }
}
