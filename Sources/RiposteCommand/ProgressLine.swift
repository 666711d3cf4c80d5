import Foundation
import Riposte

/// The line that people watch.
enum ProgressLine {
    /// The phase, a bar, and as many facts as `width` columns hold, the important ones first.
    ///
    /// - Parameters:
    ///   - report: the phase's latest; nil before it has begun.
    ///   - bits: held-out bits per character.
    ///   - isCurrent: false for a phase that is over, or has not begun.
    static func text(
        _ phase: TrainingState.Phase, _ report: StepReport?, nameWidth: Int, bits: Double?,
        isCurrent: Bool, width: Int
    ) -> String {
        let isNarrow = width < 100
        let cells = isNarrow ? 8 : 20
        let share = min(1, max(0, report?.share ?? 0))
        let full = Int((Double(cells) * share).rounded(.down))
        var line = phase.shortName.padded(to: nameWidth) + " "
        line += String(repeating: "█", count: full) + String(repeating: "░", count: cells - full)
        for fact in report.map({
            isCurrent
                ? facts($0, bits: bits, isNarrow: isNarrow)
                : ["\(Int(100 * share)) %", updates($0)]
        }) ?? [] {
            guard line.count + 2 + fact.count <= width else { break }
            line += "  " + fact
        }
        return line.clipped(to: max(1, width))
    }

    private static func updates(_ report: StepReport) -> String {
        "to step \(Figures.grouped(report.step))"
    }

    /// Share, time left, held-out bits per character (those of training before there are any); in the
    /// duel its accuracy, losses and temperature; the speed.
    static func facts(_ report: StepReport, bits: Double?, isNarrow: Bool = false) -> [String] {
        var facts = ["\(Int(100 * report.share)) %"]
        if let left = report.secondsLeft {
            facts.append(Figures.time(left) + (isNarrow ? "" : " left"))
        }
        if let bits {
            facts.append("\(Figures.decimal(bits, places: 2)) bits")
        } else if let bits = report.trainingBits, report.heldOut == nil {
            facts.append("training \(Figures.decimal(bits, places: 2)) bits")
        }
        if let duel = report.duel {
            let accuracy = "\(Figures.decimal(100 * duel.accuracy, places: 0)) %"
            facts.append(isNarrow ? "D right \(accuracy)" : "accuracy \(accuracy)")
            let losses =
                "D \(Figures.decimal(duel.discriminatorLoss, places: 2)) "
                + "G \(Figures.decimal(duel.generatorLoss, places: 2))"
            facts.append(isNarrow ? losses : "losses \(losses)")
            if let bits = duel.codeInformation {
                facts.append("code \(Figures.decimal(bits, places: 2)) bits")
            }
            facts.append("τ \(Figures.decimal(duel.temperature, places: 2))")
        }
        let speed = Figures.short(report.charactersPerSecond)
        facts.append(speed + (isNarrow ? "/s" : " chars/s"))
        return facts
    }
}

extension TrainingState.Phase {
    /// The word for it on a narrow line.
    var shortName: String {
        switch self {
        case .likelihood: "likelihood"
        case .adversarial: "duel"
        case .finished: "finished"
        }
    }
}
