import Texts

/// What the two networks look like: all that is needed to load their weights. How they were trained is
/// apart from it.
public struct ModelConfiguration: Codable, Hashable, Sendable {
    /// V, symbols of the alphabet.
    public var symbols: Int
    /// K, topics; 0 where the corpus has none.
    public var topics: Int
    /// Width of a symbol's vector.
    public var embedding = 64
    /// Width of the context encoder's state; 0 for networks that read no context (with no attention
    /// either, and with no topics and no noise the generator is a plain LSTM language model). Such
    /// networks are measured; what a command trains or loads reads a context.
    public var contextHidden = 256
    /// H, width of the generator's state.
    public var hidden = 384
    /// LSTM layers of each network's body.
    public var layers = 1
    /// Width of a topic's vector.
    public var topicWidth = 32
    /// Width of the noise z.
    public var noise = 16
    /// Categories of the latent code q; 0 for a model without codes.
    public var codes = 0
    /// Width of the conditioning vector u.
    public var conditioning = 128
    /// Width of the attention over the context; 0 for none.
    public var attention = 128
    /// What kind of network judges.
    public var discriminator = DiscriminatorKind.recurrent
    /// How the discriminator compares a text with its context.
    public var contextMatching = ContextMatching.summary
    /// Width of the discriminator's state, or channels of its last layer; a recurrent body starts from
    /// the generator's weights where the two widths agree.
    public var discriminatorHidden = 384
    /// How much context and continuation a passage has.
    public var shape = PassageShape()
    /// What a unit of the corpus is, and so what separates units.
    public var layout = Layout.lines

    /// A configuration with the defaults above.
    public init(symbols: Int, topics: Int) {
        self.symbols = symbols
        self.topics = topics
    }

    /// Width of what the generator's text depends on, [s ; θ·E_topic ; z]; `noise` is 0 for the
    /// discriminator.
    func conditionInputs(noise: Int) -> Int {
        contextHidden + (topics > 0 ? topicWidth : 0) + noise
    }

    /// Width of the latent code: its categories one-hot, and the continuous values.
    public var codeWidth: Int { codes > 0 ? codes + LatentCode.valueCount : 0 }

    /// What keeps a model from being built, in words; nil when nothing does.
    public var problem: String? {
        let sizes: [(String, Int, ClosedRange<Int>)] = [
            ("symbols", symbols, 3...65_536), ("topics", topics, 0...10_000),
            ("embedding", embedding, 1...4096), ("contextHidden", contextHidden, 1...8192),
            ("hidden", hidden, 1...8192), ("layers", layers, 1...16),
            ("topicWidth", topicWidth, 1...4096), ("noise", noise, 0...4096),
            ("codes", codes, 0...1000),
            ("conditioning", conditioning, 1...8192), ("attention", attention, 0...4096),
            ("discriminatorHidden", discriminatorHidden, 1...8192),
            ("shape.contextUnits", shape.contextUnits, 0...10_000),
            ("shape.contextCharacters", shape.contextCharacters, 0...100_000),
            ("shape.continuationCharacters", shape.continuationCharacters, 1...100_000),
        ]
        for (name, value, range) in sizes where !range.contains(value) {
            return "\(name) is \(value); it goes from \(range.lowerBound) to \(range.upperBound)"
        }
        if contextMatching == .information && discriminator == .convolutional {
            return
                "a convolutional discriminator predicts nothing, so it cannot match by information"
        }
        return nil
    }
}

extension ModelConfiguration {
    /// Reads a configuration; what a checkpoint of an older version does not say has its default.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ key: CodingKeys, into value: inout Value) throws {
            value = try container.decodeIfPresent(Value.self, forKey: key) ?? value
        }
        self.init(
            symbols: try container.decode(Int.self, forKey: .symbols),
            topics: try container.decode(Int.self, forKey: .topics))
        try read(.embedding, into: &embedding)
        try read(.contextHidden, into: &contextHidden)
        try read(.hidden, into: &hidden)
        try read(.layers, into: &layers)
        try read(.topicWidth, into: &topicWidth)
        try read(.noise, into: &noise)
        try read(.codes, into: &codes)
        try read(.conditioning, into: &conditioning)
        try read(.attention, into: &attention)
        try read(.discriminator, into: &discriminator)
        try read(.contextMatching, into: &contextMatching)
        try read(.discriminatorHidden, into: &discriminatorHidden)
        try read(.shape, into: &shape)
        try read(.layout, into: &layout)
    }
}
