import ArgumentParser
import Riposte

/// How continuations are drawn.
///
/// Numbers are parsed also when they begin with a hyphen: what is below 0 is told as such.
struct ReplyOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: .init("How bold the choice of symbols is, from 0 to 5 (0.8).", valueName: "x"),
        transform: Values.setting("temperature", \.temperature))
    var temperature: Float?

    @Option(
        name: .customLong("top-p"), parsing: .unconditional,
        help: .init("Draw from the likeliest symbols of this probability (0.95).", valueName: "x"),
        transform: Values.setting("top-p", \.topP))
    var topP: Float?

    @Option(
        parsing: .unconditional,
        help: .init(
            "How hard the topic is followed, from 0 to 20 (2); 1 is as learned.", valueName: "x"),
        transform: Values.setting("guidance", \.guidance))
    var guidance: Float?

    @Option(
        parsing: .unconditional,
        help: .init("The most characters (300).", valueName: "n"),
        transform: Values.setting("length", \.length))
    var length: Int?

    @Option(
        parsing: .unconditional,
        help: .init(
            "Write this many (1), of which the discriminator chooses one.", valueName: "n"),
        transform: Values.setting("candidates", \.candidates))
    var candidates: Int?

    @Option(
        help: .init(
            "What it chooses: the best (usual), one by its odds of being real, or by those of being "
                + "real and fitting its topic and context."))
    var choice: CandidateChoice?

    @Option(
        parsing: .unconditional,
        help: .init(
            "The most sentences or lines (chat: one line or two sentences).", valueName: "n"),
        transform: Values.setting("units", \.units))
    var units: Int?

    @Option(
        help: .init(
            "The latent code, of a model with codes: a category, perhaps with values (3:0.5,-1).",
            valueName: "code"),
        transform: Values.code)
    var code: CodeChoice?

    /// What `choice` lacks to have an effect, in words; nil where it has one.
    static func problem(ofChoosing choice: CandidateChoice?, among candidates: Int?) -> String? {
        choice == nil || candidates ?? 1 > 1
            ? nil : "--choice chooses among several; add --candidates"
    }

    /// The names of the settings that were asked for.
    var names: [String] {
        let asked: [(name: String, isAsked: Bool)] = [
            ("temperature", temperature != nil), ("top-p", topP != nil),
            ("guidance", guidance != nil), ("length", length != nil),
            ("candidates", candidates != nil), ("choice", choice != nil), ("units", units != nil),
            ("code", code != nil),
        ]
        return asked.filter(\.isAsked).map(\.name)
    }

    /// `settings`, with what was asked for in its place.
    func applied(to settings: ReplySettings) -> ReplySettings {
        var settings = settings
        if let temperature { settings.temperature = temperature }
        if let topP { settings.topP = topP }
        if let guidance { settings.guidance = guidance }
        if let length { settings.length = length }
        if let candidates { settings.candidates = candidates }
        if let choice { settings.choice = choice }
        if let units { settings.units = units }
        if let code { settings.code = code }
        return settings
    }
}

/// What the text is about.
struct TopicOption: ParsableArguments {
    @Option(
        help: .init(
            "What it is about: a topic's name, several with weights (\"harbour:2 kitchen:1\"), or any "
                + "words (\"storm at sea\").",
            valueName: "words"))
    var topic: String?

    /// The mixture that was asked for; what was made of words that are no names is told on standard
    /// error.
    ///
    /// - Throws: ``TopicError``.
    func mixture(for speaker: some Speaker) throws -> TopicMixture {
        guard let topic else { return .none(of: speaker.topicNames) }
        let reading = try speaker.topic(topic)
        if reading.isInferred {
            let lines = ["topic: \(reading.mixture)"] + reading.notes
            Output.error.write(lines.map { $0 + "\n" }.joined())
        }
        return reading.mixture
    }
}

/// A seed where none was given: short enough to be typed again, and exact in any JSON reader.
func freshSeed() -> UInt64 { UInt64.random(in: 1..<1 << 32) }
