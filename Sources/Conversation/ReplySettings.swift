import Models

/// How replies are drawn.
public struct ReplySettings: Codable, Hashable, Sendable {
    /// How bold the choice of each symbol is: 0 (always the most likely) to 5.
    public var temperature: Float
    /// Only the most likely symbols that together have this probability are drawn from.
    public var topP: Float
    /// How hard a reply follows its topic: 1 as the model learned it, more exaggerates it (to 20).
    public var guidance: Float
    /// The most characters of a reply.
    public var length: Int
    /// How many units (sentences, or lines) a reply has.
    public var units: Int
    /// How many replies are written, of which the discriminator chooses one.
    public var candidates: Int
    /// How it chooses.
    public var choice: CandidateChoice
    /// What the replies' seeds are derived from; `nil` for the seed of the session.
    public var seed: UInt64?

    /// The latent code that is asked for; `nil` leaves it to chance.
    public var code: CodeChoice?

    /// Settings; each is 0.8, 0.95, ``Sampling/defaultGuidance``, 300, 1, 1, the best, none and none
    /// unless said otherwise.
    public init(
        temperature: Float = 0.8, topP: Float = 0.95,
        guidance: Float = Sampling.defaultGuidance, length: Int = 300, units: Int = 1,
        candidates: Int = 1, choice: CandidateChoice = .best, seed: UInt64? = nil,
        code: CodeChoice? = nil
    ) {
        self.temperature = temperature
        self.topP = topP
        self.guidance = guidance
        self.length = length
        self.units = units
        self.candidates = candidates
        self.choice = choice
        self.seed = seed
        self.code = code
    }

    /// Checks every setting against its range.
    ///
    /// - Throws: ``SettingError/badValue(name:value:range:)`` for the first that is outside.
    public func validate() throws {
        var copy = self
        for setting in Setting.all { try setting.write(setting.read(self), &copy) }
    }
}

extension ReplySettings {
    /// Reads what was saved. A transcript from before there was guidance was drawn without, and before
    /// there was a choice the best was kept.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            temperature: try container.decode(Float.self, forKey: .temperature),
            topP: try container.decode(Float.self, forKey: .topP),
            guidance: try container.decodeIfPresent(Float.self, forKey: .guidance) ?? 1,
            length: try container.decode(Int.self, forKey: .length),
            units: try container.decode(Int.self, forKey: .units),
            candidates: try container.decode(Int.self, forKey: .candidates),
            choice: try container.decodeIfPresent(CandidateChoice.self, forKey: .choice) ?? .best,
            seed: try container.decodeIfPresent(UInt64.self, forKey: .seed),
            code: try container.decodeIfPresent(CodeChoice.self, forKey: .code))
    }
}
