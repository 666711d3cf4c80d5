import Riposte

/// A judgement as a terminal shows it.
enum JudgementView {
    /// The text in the colours of its verdicts, or with what is doubtful in brackets where there
    /// is no colour; then the means.
    static func text(_ judgement: Judgement, on output: Output) -> [StyledRun] {
        let runs = judgement.stretches.map { stretch in
            let isMarked = !output.allowsColour && stretch.verdict < .undecided
            return StyledRun(
                text: isMarked ? "[\(stretch.text)]" : stretch.text, style: style(stretch.verdict))
        }
        let endsLine = judgement.characters.last?.text.hasSuffix("\n") ?? true
        return runs + [StyledRun(text: (endsLine ? "" : "\n") + judgement.summary + "\n")]
    }

    private static func style(_ verdict: Verdict) -> String {
        switch verdict {
        case .sampled: "31"
        case .doubtful: "33"
        case .undecided: ""
        case .plausible: "32"
        case .real: "1;32"
        }
    }
}
