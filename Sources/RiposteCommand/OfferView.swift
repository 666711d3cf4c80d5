import Riposte

/// Drafts to choose from, as a person reads them.
enum OfferView {
    /// Each choice under its number, with the discriminator's opinion below it, and how to pick one.
    static func text(_ offer: Offer) -> [StyledRun] {
        let width = offer.choices.last.map { "\($0.number)".count } ?? 0
        var runs: [StyledRun] = []
        for choice in offer.choices {
            let number = "\(choice.number)"
            let margin = String(repeating: " ", count: width + 2)
            runs.append(
                StyledRun(
                    text: number.padding(toLength: width + 2, withPad: " ", startingAt: 0),
                    style: "1"))
            let lines = choice.draft.reply.text.split(whereSeparator: \.isNewline)
            runs.append(StyledRun(text: lines.joined(separator: "\n" + margin) + "\n"))
            runs.append(StyledRun(text: margin + choice.draft.judgement.summary + "\n", style: "2"))
        }
        return runs + [StyledRun(text: hint(offer) + "\n")]
    }

    private static func hint(_ offer: Offer) -> String {
        switch offer.drafts {
        case .candidates: "/pick 1 takes the one that the discriminator likes best"
        case .codes:
            "each under its code; /pick 1 takes that of code 1, /code 1 keeps to it from now on"
        }
    }
}

/// Drafts to choose from, as `--json` writes them.
struct OfferObject: Encodable {
    struct Choice: Encodable {
        /// What `/pick` calls it.
        let number: Int
        let text: String
        let code: String?
        let judgement: Float
        let topicFits: Float?
        let contextFits: Float?
    }
    let candidates: [Choice]
    let topic: [String: Float]
    let seed: UInt64?
    let seconds: Double

    init(_ offer: Offer, seconds: Double) {
        candidates = offer.choices.map { choice in
            let judgement = choice.draft.judgement
            return Choice(
                number: choice.number, text: choice.draft.reply.text,
                code: ReplyObject.code(of: choice.draft.reply), judgement: judgement.mean,
                topicFits: judgement.topicFits, contextFits: judgement.contextFits)
        }
        let first = offer.choices.first?.draft.reply
        topic = first.map { ReplyObject.topic(of: $0) } ?? [:]
        seed = first?.seed
        self.seconds = seconds
    }
}
