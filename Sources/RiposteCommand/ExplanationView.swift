import Riposte

/// What carried a reply, as a person reads it.
///
///     bits  attention
///     +3.2       61 %  Is the [ferry] late today?
///     +3.2             the whole context
///     +9.4             topic harbour
///
/// Figures stand first, so that long lines may wrap. Where there is colour, the brighter a word, the more
/// the attention looked at it; elsewhere the words that it looked at most stand in brackets.
enum ExplanationView {
    static func text(_ explanation: Explanation, on output: Output) -> [StyledRun] {
        let hasAttention = explanation.ownAttention != nil
        let length = Figures.count(explanation.text.unicodeScalars.count, "character")
        var runs = [
            StyledRun(
                text:
                    "\(length), \(Figures.decimal(explanation.bits, places: 1)) bits. With each of "
                    + "these it is likelier than without by\n"),
            StyledRun(text: "  bits" + (hasAttention ? "  attention" : "") + "\n", style: "2"),
        ]
        func row(_ bits: Double?, _ attention: Float? = nil) -> StyledRun {
            let share = attention.map { "\(Figures.decimal(Double(100 * $0), places: 0)) %" } ?? ""
            let margin = hasAttention ? share.leftPadded(to: 11) : ""
            return StyledRun(
                text: (bits.map(signed) ?? "").leftPadded(to: 6) + margin + "  ")
        }
        if explanation.unread > 0 {
            runs += [
                row(nil),
                StyledRun(
                    text: "(\(explanation.unread) before this, out of the model's reach)\n",
                    style: "2"),
            ]
        }
        for unit in explanation.context {
            runs.append(row(unit.bits, unit.attention))
            runs += explanation.stretches(of: unit).map { marked($0.text, $0.regard, on: output) }
            runs.append(StyledRun(text: "\n"))
        }
        if let own = explanation.ownAttention, own >= 0.005 {
            runs += [
                row(nil, own), StyledRun(text: "the reply itself, as far as it was written\n"),
            ]
        }
        if let bits = explanation.contextBits {
            if explanation.context.count > 1 {
                runs += [row(bits), StyledRun(text: "the whole context\n")]
            }
        } else {
            runs += [row(nil), StyledRun(text: "there was no context\n")]
        }
        return runs + topics(explanation, row: { row($0) })
    }

    private static func topics(_ explanation: Explanation, row: (Double?) -> StyledRun)
        -> [StyledRun]
    {
        guard explanation.hasTopics else {
            return [row(nil), StyledRun(text: "this model has no topics\n")]
        }
        guard let all = explanation.topicBits else {
            return [row(nil), StyledRun(text: "no topic was asked for\n")]
        }
        var runs: [StyledRun] = []
        let isMixture = explanation.topics.count > 1
        for topic in explanation.topics {
            let weight = isMixture ? " \(Figures.decimal(Double(topic.weight), places: 2))" : ""
            runs += [row(topic.bits), StyledRun(text: "topic \(topic.name)\(weight)\n")]
        }
        if isMixture { runs += [row(all), StyledRun(text: "the topics together\n")] }
        return runs
    }

    private static func marked(_ text: String, _ regard: Explanation.Regard, on output: Output)
        -> StyledRun
    {
        guard !output.allowsColour else { return StyledRun(text: text, style: style(regard)) }
        let isMarked = regard == .most && !text.allSatisfy(\.isWhitespace)
        return StyledRun(text: isMarked ? "[\(text)]" : text)
    }

    private static func style(_ regard: Explanation.Regard) -> String {
        switch regard {
        case .little: "2"
        case .even: ""
        case .much: "36"
        case .most: "1;36"
        }
    }

    /// One decimal and always a sign, but for zero.
    private static func signed(_ bits: Double) -> String {
        let text = Figures.decimal(abs(bits), places: 1)
        return text == "0.0" ? text : (bits < 0 ? "-" : "+") + text
    }
}

extension String {
    fileprivate func leftPadded(to width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }
}

/// What carried a reply, as `--json` writes it.
struct ExplanationObject: Encodable {
    struct Character: Encodable {
        let text: String
        let attention: Float?
    }
    struct Unit: Encodable {
        let text: String
        let bits: Double
        let attention: Float?
        let characters: [Character]
    }
    struct Topic: Encodable {
        let name: String
        let weight: Float
        let bits: Double
    }
    struct Why: Encodable {
        let text: String
        let symbols: Int
        let bits: Double
        let context: [Unit]
        let contextBits: Double?
        let unread: Int
        let topics: [Topic]
        let topicBits: Double?
        let ownAttention: Float?
    }
    let why: Why

    init(_ explanation: Explanation) {
        why = Why(
            text: explanation.text, symbols: explanation.symbols, bits: explanation.bits,
            context: explanation.context.map { unit in
                Unit(
                    text: unit.characters.map(\.text).joined(), bits: unit.bits,
                    attention: unit.attention,
                    characters: unit.characters.map {
                        Character(text: $0.text, attention: $0.attention)
                    })
            }, contextBits: explanation.contextBits, unread: explanation.unread,
            topics: explanation.topics.map {
                Topic(name: $0.name, weight: $0.weight, bits: $0.bits)
            }, topicBits: explanation.topicBits, ownAttention: explanation.ownAttention)
    }
}
