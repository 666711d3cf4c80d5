import Models

extension Judgement {
    /// The mean logits in one line: `looks real +0.31 (58 %), topic fits +1.20 (77 %)`.
    public var summary: String {
        let opinions: [(String, Float?)] = [
            ("looks real", mean), ("topic fits", topicFits), ("context fits", contextFits),
        ]
        return opinions.compactMap { name, logit in
            logit.map { "\(name) \(Number.signed($0)) (\(Number.percent(ofLogit: $0)))" }
        }.joined(separator: ", ")
    }
}
