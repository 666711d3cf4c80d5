import Checkpoints
import Training

/// How the model came about: its curves, and its story.
extension ReportPage {
    var trainingSection: Section? {
        guard !history.isEmpty else { return nil }
        var content: [Markup] = [
            .paragraph(
                """
                The likelihood phase, then the duel. Faint lines are single updates, full \
                ones the means of \(Curve.window) reports; points are measured on \
                held-out text.
                """)
        ]
        content.append(.tag("ol", ["class": "story"], story.map(\.markup)))
        content.append(.tag("div", ["class": "figures"], curves.map(\.markup)))
        return Section(id: "training", name: "Training", content: content)
    }

    // MARK: The story

    private struct Episode {
        let step: Int
        let words: String
        var isAlarm = false

        var markup: Markup {
            .tag(
                "li", isAlarm ? ["class": "alarm"] : [:],
                [.tag("b", "Update \(step)"), .text(": \(words)")])
        }
    }

    private var story: [Episode] {
        var episodes: [Episode] = []
        var phase: TrainingState.Phase?
        var measured: HeldOutMeasures?
        for report in history {
            if report.phase != phase {
                episodes.append(
                    Episode(step: report.step, words: beginning(of: report, after: measured)))
                phase = report.phase
            }
            if let heldOut = report.heldOut { measured = heldOut }
            if let notice = report.notice {
                episodes.append(Episode(step: report.step, words: notice + ".", isAlarm: true))
            }
        }
        if let step {
            episodes.append(Episode(step: step, words: "the checkpoint that this report is about."))
        }
        if let last = history.last {
            let words = measured.map {
                ", at \(Numbers.fixed($0.bitsPerCharacter, 3)) held-out bits"
            }
            episodes.append(
                Episode(
                    step: last.step,
                    words: (last.share >= 1 ? "training ends" : "the last report") + (words ?? "")
                        + "."))
        }
        return episodes.enumerated().sorted {
            ($0.element.step, $0.offset) < ($1.element.step, $1.offset)
        }
        .map(\.element)
    }

    private func beginning(of report: StepReport, after measured: HeldOutMeasures?) -> String {
        let state =
            measured.map { ", at \(Numbers.fixed($0.bitsPerCharacter, 3)) held-out bits" } ?? ""
        return switch report.phase {
        case .likelihood: "the likelihood phase: the generator learns to predict real text."
        case .adversarial:
            "the duel begins\(state): discriminator and generator learn from each other."
        case .finished: "both phases are over\(state)."
        }
    }

    // MARK: The curves

    private var duelStart: Plot.Reference? {
        guard history.first?.phase == .likelihood,
            let first = history.first(where: { $0.phase == .adversarial })
        else { return nil }
        return Plot.Reference(value: Double(first.step), name: "the duel begins")
    }

    /// What is shown of the training bits: up to a fifth above the first measure on held-out text.
    private var highestBits: Double {
        let first = history.lazy.compactMap { $0.heldOut?.bitsPerCharacter }.first
        return first.map { 1.2 * $0 } ?? .infinity
    }

    private var curves: [Figure] {
        let whole = [
            duelStart, step.map { Plot.Reference(value: Double($0), name: "this checkpoint") },
        ]
        .compactMap { $0 }
        let inDuel = whole.dropFirst(duelStart == nil ? 0 : 1)
        let figures: [Figure?] = [
            figure(
                "Bits per character", "bits",
                [
                    Curve("training", history) { report in
                        // The first updates' fall would press everything else flat.
                        report.trainingBits.flatMap { $0 > highestBits ? nil : $0 }
                    },
                    Curve("held-out text", history, isMeasure: true) {
                        $0.heldOut?.bitsPerCharacter
                    },
                ], events: whole),
            figure(
                "Losses of the duel", "loss, nats",
                [
                    Curve("discriminator", history) { $0.duel?.discriminatorLoss },
                    Curve("generator", history) { report in
                        // Before its first update it has none.
                        report.duel.flatMap { $0.generatorLoss == 0 ? nil : $0.generatorLoss }
                    },
                ], events: Array(inDuel)),
            figure(
                "How often the discriminator is right", "share",
                [
                    Curve("real against sampled", history) { $0.duel?.accuracy },
                    Curve("topic", history) { $0.duel?.topicAccuracy },
                    Curve("context", history) { $0.duel?.contextAccuracy },
                ], levels: [Plot.Reference(value: 0.5, name: "guessing")], events: Array(inDuel)),
            figure(
                "Equilibrium on held-out text", "share",
                [
                    Curve("real told from sampled", history, isMeasure: true) {
                        $0.equilibrium?.realism.accuracy
                    },
                    Curve("topic told", history, isMeasure: true) {
                        $0.equilibrium?.topic?.accuracy
                    },
                    Curve("context told", history, isMeasure: true) {
                        $0.equilibrium?.context?.accuracy
                    },
                ], levels: [Plot.Reference(value: 0.5, name: "guessing: a perfect duel")],
                events: Array(inDuel)),
            figure(
                "What context and topic save", "bits per character",
                [
                    Curve("context gain", history, isMeasure: true) { report in
                        report.heldOut.map { $0.bitsPerCharacterOtherContext - $0.bitsPerCharacter }
                    },
                    Curve("topic gain", history, isMeasure: true) { report in
                        report.heldOut.flatMap { measures in
                            measures.bitsPerCharacterOtherTopic.map {
                                $0 - measures.bitsPerCharacter
                            }
                        }
                    },
                ], events: whole),
            figure(
                "Diversity of samples", "of real text's",
                [Curve("distinct 4-grams", history, isMeasure: true) { $0.heldOut?.diversity }],
                levels: [Plot.Reference(value: 1, name: "real text")], events: whole),
            figure(
                "Entropy of samples", "bits per character",
                [
                    Curve("entropy", history, isMeasure: true) { $0.heldOut?.entropy },
                    Curve("held-out bits", history, isMeasure: true) { report in
                        report.heldOut.flatMap { $0.entropy == nil ? nil : $0.bitsPerCharacter }
                    },
                ], events: whole),
            figure(
                "Copied characters", "share",
                [
                    Curve("samples", history, isMeasure: true) { $0.heldOut?.novelty },
                    Curve("held-out real text", history, isMeasure: true) {
                        $0.heldOut?.noveltyReal
                    },
                ], events: whole),
            figure(
                "Temperature of the relaxation", "temperature",
                [Curve("temperature", history, isExact: true) { $0.duel?.temperature }],
                events: Array(inDuel)),
            figure(
                "What the reader recovers of the code", "bits",
                [Curve("mutual information, lower bound", history) { $0.duel?.codeInformation }],
                events: Array(inDuel)),
        ]
        return figures.compactMap { $0 }
    }

    private func figure(
        _ title: String, _ yName: String, _ curves: [Curve], levels: [Plot.Reference] = [],
        events: [Plot.Reference]
    ) -> Figure? {
        let present = curves.filter { !$0.points.isEmpty }
        guard !present.isEmpty else { return nil }
        // The faint lines have the colours of the full ones: both kinds are numbered alike.
        let plot = Plot(
            title: title, xName: "update", yName: yName, series: present.map(\.series),
            background: present.map(\.background), levels: levels, events: events)
        let steps = Set(present.flatMap { $0.shown.map(\.x) }).sorted()
        let columns = present.map { curve in
            Dictionary(curve.shown.map { ($0.x, $0.y) }, uniquingKeysWith: { $1 })
        }
        return Figure(
            plot: plot,
            table: Table(
                caption: title, columns: ["update"] + present.map(\.name),
                rows: thinned(steps).map { step in
                    [Numbers.fixed(step, 0)]
                        + columns.map { column in column[step].map { Numbers.fixed($0, 4) } ?? "" }
                }))
    }

    /// At most 60 of `steps`, evenly spread, with the last.
    private func thinned(_ steps: [Double]) -> [Double] {
        let every = max(1, (steps.count + 59) / 60)
        return steps.indices.filter { ($0 - (steps.count - 1)) % every == 0 }.map { steps[$0] }
    }
}

/// A quantity over the updates of a run.
struct Curve {
    /// Reports that a mean is taken over.
    static let window = 5

    let name: String
    let points: [(x: Double, y: Double)]
    /// Whether its points stand for themselves: measured, or exact.
    private let isMeasure: Bool
    private let isExact: Bool

    init(
        _ name: String, _ history: [StepReport], isMeasure: Bool = false, isExact: Bool = false,
        _ value: (StepReport) -> Double?
    ) {
        self.name = name
        self.isMeasure = isMeasure
        self.isExact = isExact
        points = history.compactMap { report in
            value(report).map { (Double(report.step), $0) }
        }
    }

    /// What the full line goes through.
    var shown: [(x: Double, y: Double)] {
        guard !isMeasure && !isExact else { return points }
        return points.indices.map { index in
            let near = points[max(0, index - Curve.window + 1)...index]
            return (points[index].x, near.reduce(0) { $0 + $1.y } / Double(near.count))
        }
    }

    var series: Plot.Series {
        Plot.Series(
            name: name, points: shown, style: isMeasure && points.count <= 40 ? .marked : .line)
    }

    /// The single reports behind the means.
    var background: Plot.Series {
        Plot.Series(name: name, points: isMeasure || isExact ? [] : points, style: .faint)
    }
}
