import LineEditing
import Riposte

/// What a person sees of a run: a bar for each phase, both error curves, the equilibrium, and the latest
/// samples. It is built from reports alone and knows no terminal.
package struct TrainingView: Sendable {
    /// The phases that the run has.
    private let phases: [TrainingState.Phase]
    /// The latest report of each.
    private var latest: [TrainingState.Phase: StepReport] = [:]
    private var current: TrainingState.Phase?

    /// The latest held-out bits per character.
    private var bits: Double?
    private var trainingBits = Curve()
    private var heldOutBits = Curve()
    private var generatorLoss = Curve()
    private var discriminatorLoss = Curve()
    /// Share of the batch's pairs in which the discriminator is right.
    private var accuracy = Curve()
    /// The latest on held-out text.
    private var equilibrium: Equilibrium?
    private var samples: [(step: Int, sample: StepReport.Sample)] = []

    /// The most samples that are shown.
    private static let mostSamples = 3
    /// Rows of a plot, without its title.
    private static let plotHeight = 4
    /// The narrowest window in which plots stand side by side, and the narrowest that has any.
    private static let (twoPlots, onePlot) = (60, 20)

    /// A view of a run that has not begun.
    package init(phases: [TrainingState.Phase]) { self.phases = phases }

    /// Takes in what a trainer told.
    package mutating func add(_ report: StepReport) {
        latest[report.phase] = report
        current = report.phase
        if let bits = report.trainingBits, report.phase == .likelihood { trainingBits.add(bits) }
        if let heldOut = report.heldOut {
            bits = heldOut.bitsPerCharacter
            heldOutBits.add(heldOut.bitsPerCharacter)
        }
        if let duel = report.duel {
            // It has none while the discriminator has its lead.
            if duel.generatorLoss != 0 { generatorLoss.add(duel.generatorLoss) }
            discriminatorLoss.add(duel.discriminatorLoss)
            accuracy.add(duel.accuracy)
        }
        if let found = report.equilibrium { equilibrium = found }
        if let sample = report.sample {
            samples.append((report.step, sample))
            samples = samples.suffix(TrainingView.mostSamples)
        }
    }

    /// As many rows as fit into `height`, none wider than `columns`, the important ones first.
    package func rows(columns: Int, height: Int) -> [[StyledRun]] {
        guard let current, columns > 0, height > 0 else { return [] }
        guard height >= 3 else { return [bar(of: current, columns: columns)] }
        var rows = phases.map { bar(of: $0, columns: columns) }
        var room = height - rows.count
        let gauge = self.gauge(columns: columns)
        if gauge != nil { room -= 1 }
        var shown = min(samples.count, max(0, room), 1)
        let plots = self.plots(columns: columns, room: room - shown)
        shown = min(samples.count, max(0, room - plots.count))
        rows += plots
        if let gauge { rows.append(gauge) }
        rows += sampleRows(shown, columns: columns)
        return Array(rows.prefix(height))
    }

    // MARK: Bars

    private func bar(of phase: TrainingState.Phase, columns: Int) -> [StyledRun] {
        let widest = phases.map(\.shortName.count).max() ?? 0
        let isCurrent = phase == current
        let text = ProgressLine.text(
            phase, latest[phase], nameWidth: widest, bits: isCurrent ? bits : nil,
            isCurrent: isCurrent, width: columns)
        return [StyledRun(text: text, style: isCurrent ? "" : "2")]
    }

    // MARK: Curves

    private struct Plot {
        let title: String
        let curve: Curve
        let style: String

        /// A title with the present level, and `height` rows below it.
        func rows(width: Int, height: Int) -> [StyledRun] {
            let level = curve.level.map { " \(Figures.decimal($0, places: 2))" } ?? ""
            let head = (title + level).clipped(to: width).padded(to: width)
            return [StyledRun(text: head)]
                + BraillePlot.rows(curve, width: width, height: height)
                .map { StyledRun(text: $0, style: style) }
        }
    }

    /// The error of the generator, and of the discriminator or on held-out text.
    private var pair: [Plot] {
        discriminatorLoss.points.isEmpty
            ? [
                Plot(title: "training bits/character", curve: trainingBits, style: "36"),
                Plot(title: "held-out bits/character", curve: heldOutBits, style: "32"),
            ]
            : [
                Plot(title: "generator's loss", curve: generatorLoss, style: "36"),
                Plot(title: "discriminator's loss", curve: discriminatorLoss, style: "33"),
            ]
    }

    private func plots(columns: Int, room: Int) -> [[StyledRun]] {
        let isWide = columns >= TrainingView.twoPlots
        let height = min(TrainingView.plotHeight, (isWide ? room : room / 2) - 1)
        guard columns >= TrainingView.onePlot, height >= 2 else { return [] }
        guard isWide else {
            return pair.flatMap { $0.rows(width: columns, height: height).map { [$0] } }
        }
        let width = min(60, (columns - 2) / 2)
        let sides = pair.map { $0.rows(width: width, height: height) }
        return zip(sides[0], sides[1]).map { [$0, StyledRun(text: "  "), $1] }
    }

    // MARK: Equilibrium

    /// Where the discriminator stands between always wrong and always right: in the middle it guesses.
    /// On held-out text, and on the batches until that was looked at.
    private func gauge(columns: Int) -> [StyledRun]? {
        guard let level = equilibrium?.realism.accuracy ?? accuracy.level else { return nil }
        let name = "equilibrium ".clipped(to: columns)
        let pairs = equilibrium == nil ? "pairs" : "held-out pairs"
        let words = " judge right in \(Figures.decimal(100 * level, places: 0)) % of \(pairs)"
        let room = columns - name.count - words.count
        guard room >= 11 else { return [StyledRun(text: (name + words).clipped(to: columns))] }
        let width = min(41, room) - (1 - min(41, room) % 2)
        var scale = Array(repeating: Character("─"), count: width)
        scale[width / 2] = "┼"
        let place = Int((min(1, max(0, level)) * Double(width - 1)).rounded())
        let (left, right) = (String(scale[..<place]), String(scale[(place + 1)...]))
        let style = abs(level - 0.5) < 0.15 ? "32" : abs(level - 0.5) < 0.3 ? "33" : "31"
        return [
            StyledRun(text: name + left), StyledRun(text: "●", style: style),
            StyledRun(text: right + words),
        ]
    }

    // MARK: Samples

    private func sampleRows(_ count: Int, columns: Int) -> [[StyledRun]] {
        let shown = samples.suffix(count)
        let width = shown.map { Figures.grouped($0.step).count }.max() ?? 0
        return shown.map { step, sample in
            let number = Figures.grouped(step)
            let head = String(repeating: " ", count: width - number.count) + number + " "
            let topic = sample.topic.map { "[\($0)] " } ?? ""
            let context = SafeText.onOneLine(sample.context).suffix(columns / 4)
            let before = SafeText.onOneLine("\(head)\(topic)…\(context) → ").clipped(to: columns)
            let text = SafeText.onOneLine(sample.text)
                .clipped(to: max(0, columns - Terminal.columns(of: before)))
            return [
                StyledRun(text: before, style: "2"),
                StyledRun(text: text, style: step == shown.last?.step ? "" : "2"),
            ]
        }
    }
}
