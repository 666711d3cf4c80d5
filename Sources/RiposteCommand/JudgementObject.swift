import Riposte

/// A judgement as `--json` writes it.
struct JudgementObject: Encodable {
    struct Character: Encodable {
        let text: String
        let logit: Float
    }
    let judgement: Float
    let topicFits: Float?
    let contextFits: Float?
    let characters: [Character]

    init(_ judgement: Judgement) {
        self.judgement = judgement.mean
        topicFits = judgement.topicFits
        contextFits = judgement.contextFits
        characters = judgement.characters.map { Character(text: $0.text, logit: $0.logit) }
    }
}
