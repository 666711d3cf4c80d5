import Evaluation
import Foundation

/// What a study came to: each measure of each arm over the seeds, and its difference from the control's.
public struct StudyTable: Codable, Hashable, Sendable {
    /// What was measured of one arm with one seed.
    public struct Result {
        let arm: String
        let seed: UInt64
        let report: EvaluationReport

        /// The result of `arm` with `seed`.
        public init(arm: String, seed: UInt64, report: EvaluationReport) {
            self.arm = arm
            self.seed = seed
            self.report = report
        }
    }

    /// One measure of one arm.
    public struct Cell: Codable, Hashable, Sendable {
        /// Over the seeds.
        public let value: Statistics
        /// Seed by seed, less that of the control; nil for the control itself.
        public let difference: Statistics?
        /// Whether the difference is in the good direction, by more than two standard errors.
        public let isGain: Bool
        /// The same in the bad direction.
        public let isLoss: Bool
    }

    /// One arm.
    public struct Row: Codable, Hashable, Sendable {
        /// Its name.
        public let arm: String
        /// How many seeds of it are measured.
        public let seeds: Int
        /// Its measures by their names (``StudyMeasure``); those that could not be taken are missing.
        public let cells: [String: Cell]
    }

    /// What the study depends on.
    public let plan: StudyPlan
    /// The arms in the plan's order, those of which something is measured.
    public let rows: [Row]

    /// The table of `results`.
    public init(plan: StudyPlan, results: [Result]) {
        self.plan = plan
        let bySeed = Dictionary(grouping: results, by: \.seed).mapValues { results in
            Dictionary(results.map { ($0.arm, $0.report) }) { first, _ in first }
        }
        func values(_ measure: StudyMeasure, _ arm: String) -> [UInt64: Double] {
            bySeed.compactMapValues { arms in
                guard let report = arms[arm] else { return nil }
                return measure.value(of: report, control: arms[StudyArm.control.name], plan)
            }
        }
        rows = plan.arms.compactMap { arm in
            let seeds = bySeed.values.count { $0[arm] != nil }
            guard seeds > 0 else { return nil }
            var cells: [String: Cell] = [:]
            for measure in StudyMeasure.allCases {
                let own = values(measure, arm)
                guard let value = Statistics(own.sorted { $0.key < $1.key }.map(\.value)) else {
                    continue
                }
                let control = values(measure, StudyArm.control.name)
                let pairs = own.sorted { $0.key < $1.key }.compactMap { seed, value in
                    control[seed].map { value - $0 }
                }
                cells[measure.rawValue] = StudyTable.cell(
                    value, arm == StudyArm.control.name ? nil : Statistics(pairs), measure)
            }
            return Row(arm: arm, seeds: seeds, cells: cells)
        }
    }

    private static func cell(
        _ value: Statistics, _ difference: Statistics?, _ measure: StudyMeasure
    ) -> Cell {
        var better: Double?
        if let difference, let error = difference.standardError {
            let good = measure.isBetterWhenLower ? -difference.mean : difference.mean
            better = abs(good) > 2 * error ? good : 0
        }
        return Cell(
            value: value, difference: difference, isGain: (better ?? 0) > 0,
            isLoss: (better ?? 0) < 0)
    }
}
