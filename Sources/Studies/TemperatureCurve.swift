import Evaluation

/// A measure of samples as a function of their LM score, along a temperature sweep: what quality costs
/// of everything else. Two arms compare where their LM scores are equal (Caccia et al. 2020, "Language
/// GANs Falling Short").
public struct TemperatureCurve: Sendable {
    /// LM score and measure, in the order of the LM score.
    private let points: [(lm: Double, value: Double)]

    /// The curve of `measure` over the points of a sweep.
    public init(_ sweep: [EvaluationReport.Point], _ measure: (EvaluationReport.Point) -> Double?) {
        points = sweep.compactMap { point in
            guard let lm = point.lm, let value = measure(point) else { return nil }
            return (lm, value)
        }.sorted { $0.lm < $1.lm }
    }

    /// The measure at an LM score, linear between the two nearest points; nil outside the sweep.
    public func value(atLM lm: Double) -> Double? {
        guard let last = points.last, let first = points.first, (first.lm...last.lm).contains(lm)
        else { return nil }
        guard let above = points.firstIndex(where: { $0.lm >= lm }), above > 0 else {
            return first.value
        }
        let (low, high) = (points[above - 1], points[above])
        let share = (lm - low.lm) / (high.lm - low.lm)
        return low.value + share * (high.value - low.value)
    }
}
