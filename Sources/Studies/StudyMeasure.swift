import Evaluation

/// What a study compares arms by. Those "at equal LM" are taken where the arm's samples have the LM score
/// that the control's have at the reference temperature, seed by seed.
public enum StudyMeasure: String, CaseIterable, Sendable {
    /// Bits per character of the test documents.
    case bitsPerCharacter
    /// What the true context saves. It is the model's, whatever temperature its samples have.
    case contextGain
    /// What the true topic saves.
    case topicGain
    /// LM score of samples at the reference temperature.
    case lm
    /// RLM score of samples at the reference temperature.
    case rlm
    /// RLM score at equal LM.
    case rlmAtEqualLM
    /// Topic adherence at equal LM.
    case topicAdherenceAtEqualLM
    /// Distinct 4-grams at equal LM.
    case distinct4AtEqualLM
    /// Share of copied characters at equal LM.
    case noveltyAtEqualLM
    /// How often a fresh judge tells samples from real text, at the reference temperature.
    case freshJudge
    /// The same at equal LM: at one temperature a generator that has only become flatter is told less often.
    case freshJudgeAtEqualLM

    /// The heading of its column.
    var heading: String {
        switch self {
        case .bitsPerCharacter: "bits/char"
        case .contextGain: "context gain"
        case .topicGain: "topic gain"
        case .lm: "LM"
        case .rlm: "RLM"
        case .rlmAtEqualLM: "RLM at equal LM"
        case .topicAdherenceAtEqualLM: "topic at equal LM"
        case .distinct4AtEqualLM: "distinct-4 at equal LM"
        case .noveltyAtEqualLM: "novelty at equal LM"
        case .freshJudge: "fresh judge"
        case .freshJudgeAtEqualLM: "fresh judge at equal LM"
        }
    }

    var isBetterWhenLower: Bool {
        switch self {
        case .bitsPerCharacter, .lm, .rlm, .rlmAtEqualLM, .noveltyAtEqualLM, .freshJudge,
            .freshJudgeAtEqualLM:
            true
        case .contextGain, .topicGain, .topicAdherenceAtEqualLM, .distinct4AtEqualLM: false
        }
    }

    /// Its value in `report`; nil where it cannot be taken, as when the sweep does not reach the
    /// control's LM score.
    func value(of report: EvaluationReport, control: EvaluationReport?, _ plan: StudyPlan)
        -> Double?
    {
        func point(of report: EvaluationReport?, at temperature: Float) -> EvaluationReport.Point? {
            report?.sweep.first { $0.temperature == temperature }
        }
        let reference = point(of: report, at: plan.referenceTemperature)
        func atEqualLM(_ measure: (EvaluationReport.Point) -> Double?) -> Double? {
            point(of: control, at: plan.referenceTemperature)?.lm.flatMap {
                TemperatureCurve(report.sweep, measure).value(atLM: $0)
            }
        }
        return switch self {
        case .bitsPerCharacter: report.bitsPerCharacter
        case .contextGain: report.measuredContextGain
        case .topicGain: report.topicGain
        case .lm: reference?.lm
        case .rlm: reference?.rlm
        case .rlmAtEqualLM: atEqualLM(\.rlm)
        case .topicAdherenceAtEqualLM: atEqualLM(\.topicAdherence)
        case .distinct4AtEqualLM: atEqualLM(\.distinct4)
        case .noveltyAtEqualLM: atEqualLM(\.novelty)
        case .freshJudge: reference?.freshJudge
        case .freshJudgeAtEqualLM: atEqualLM(\.freshJudge)
        }
    }
}
