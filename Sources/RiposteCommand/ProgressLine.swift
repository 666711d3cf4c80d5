import Foundation
import Riposte

/// The line that people watch.
enum ProgressLine {
    /// The phase, a bar, and as many facts as `width` columns hold, the important ones first.
    static func text(_ report: StepReport, bits: Double?, width: Int) -> String {
        let isNarrow = width < 100
        let cells = isNarrow ? 8 : 20
        let full = Int((Double(cells) * min(1, max(0, report.share))).rounded(.down))
        var line = "\(report.phase.shortName) "
        line += String(repeating: "█", count: full) + String(repeating: "░", count: cells - full)
        for fact in facts(report, bits: bits, isNarrow: isNarrow) {
            guard line.count + 2 + fact.count <= width else { break }
            line += "  " + fact
        }
        return line.clipped(to: max(1, width))
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

extension String {
    /// The beginning of it that fits into `width` columns; wide characters take two.
    func clipped(to width: Int) -> String {
        var columns = 0
        return String(
            prefix { character in
                columns += character.isWide ? 2 : 1
                return columns <= width
            })
    }
}

extension Character {
    /// Whether a terminal gives it two columns (roughly: East Asian scripts and emoji).
    fileprivate var isWide: Bool {
        switch unicodeScalars.first?.value ?? 0 {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F000...0x1FAFF, 0x20000...0x3FFFD:
            return true
        default:
            return false
        }
    }
}
