import ArgumentParser
import Foundation
import Riposte

/// How long the two phases run.
struct BudgetOptions: ParsableArguments {
    @Option(
        help: .init("Minutes of the likelihood phase (5); 0 leaves it out.", valueName: "n"),
        transform: Values.number(0...1_000_000))
    var minutes: Double?

    @Option(
        help: .init(
            "Updates of the likelihood phase instead of minutes; such a run repeats to the bit.",
            valueName: "n"),
        transform: Values.whole(0...1_000_000_000))
    var steps: Int?

    @Option(
        help: .init("Minutes of the duel (as many as --minutes); 0 leaves it out.", valueName: "n"),
        transform: Values.number(0...1_000_000))
    var adversarialMinutes: Double?

    @Option(
        help: .init("Updates of the duel instead of minutes (as many as --steps).", valueName: "n"),
        transform: Values.whole(0...1_000_000_000))
    var adversarialSteps: Int?

    func validate() throws {
        if minutes != nil && steps != nil {
            throw ValidationError("--minutes and --steps exclude each other")
        }
        if adversarialMinutes != nil && adversarialSteps != nil {
            throw ValidationError(
                "--adversarial-minutes and --adversarial-steps exclude each other")
        }
    }

    /// What was said about the likelihood phase.
    var likelihood: Budget? { BudgetOptions.budget(minutes: minutes, steps: steps) }
    /// What was said about the duel.
    var adversarial: Budget? {
        BudgetOptions.budget(minutes: adversarialMinutes, steps: adversarialSteps)
    }

    private static func budget(minutes: Double?, steps: Int?) -> Budget? {
        if let steps { return steps == 0 ? Budget.none : .steps(steps) }
        return minutes.map { $0 == 0 ? Budget.none : .minutes($0) }
    }
}

extension Budget {
    /// `5 minutes`, `400 steps`, `left out`
    var words: String {
        switch self {
        case .none: "left out"
        case .steps(let steps): Figures.count(steps, "step")
        case .minutes(let minutes): String(format: "%g", minutes) + " minutes"
        }
    }

    /// Whether something of it is left.
    func isLeft(steps: Int, seconds: Double) -> Bool {
        switch self {
        case .none: false
        case .steps(let budget): steps < budget
        case .minutes(let budget): seconds < 60 * budget
        }
    }
}
