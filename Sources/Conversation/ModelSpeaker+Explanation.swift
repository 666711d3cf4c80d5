import Checkpoints
import Models
import Texts

extension ModelSpeaker {
    /// What carried `text`, a reply of `origin` after `context`.
    ///
    /// The reply is read again side by side with what it would have been read as without each unit of
    /// the context, without each topic, and without any of either, passage by passage as it was written.
    public func explanation(of text: String, after context: String, from origin: Turn.Origin) throws
        -> Explanation
    {
        let settings = origin.settings ?? defaultSettings
        let voices = try voices(origin.drafts, settings, origin.seed)
        let voice = voices.indices.contains(origin.index) ? voices[origin.index] : voices[0]
        let trace = ReplyTrace(of: text, after: context, by: model, settings)
        // Under guidance each was written beside a twin without a topic.
        let rows = voices.count * (settings.guidance != 1 && origin.topic.isChosen ? 2 : 1)
        let reader = ExplanationReader(
            model: model, trace: trace, variants: variants(of: trace, topic: origin.topic),
            guidance: settings.guidance,
            chance: Generator.Chance(noise: voice.noise, draws: voice.source, code: voice.code),
            writing: model.generator.writing.isInt8(rows: rows) ? .int8 : .own)
        let reading = reader.read()
        return explanation(text, trace, origin.topic, reader.variants, reading)
    }

    /// The reading as it was, and each without one thing.
    private func variants(of trace: ReplyTrace, topic: TopicMixture) -> [ExplanationReader.Variant]
    {
        let read = Set(
            trace.passages.flatMap { $0.context + $0.begun }.compactMap { stretch -> Int? in
                if case .context(let unit) = stretch.source { unit } else { nil }
            })
        var variants = [
            ExplanationReader.Variant(without: .nothing, units: [], topics: topic.weights)
        ]
        for unit in read.sorted() {
            variants.append(
                .init(without: .unit(unit), units: [unit], topics: topic.weights))
        }
        if !read.isEmpty {
            variants.append(.init(without: .context, units: read, topics: topic.weights))
        }
        guard topic.isChosen, topic.names.count > 1 else { return variants }
        let none = TopicMixture.none(of: topic.names).weights
        let chosen = topic.weights.indices.filter { topic.weights[$0] > 0.005 }
            .sorted { topic.weights[$0] > topic.weights[$1] }
        for index in chosen where chosen.count > 1 {
            var rest = topic.weights
            rest[index] = 0
            let sum = rest.reduce(0, +)
            variants.append(
                .init(without: .topic(index), units: [], topics: rest.map { $0 / sum }))
        }
        variants.append(.init(without: .topics, units: [], topics: none))
        return variants
    }

    private func explanation(
        _ text: String, _ trace: ReplyTrace, _ topic: TopicMixture,
        _ variants: [ExplanationReader.Variant], _ reading: ExplanationReader.Reading
    ) -> Explanation {
        let bits = reading.bits[0]
        var explanation = Explanation(
            text: text, symbols: trace.passages.reduce(0) { $0 + $1.written.count }, bits: bits,
            context: [], hasTopics: topic.names.count > 1)
        for (variant, cost) in zip(variants, reading.bits) {
            let change = cost - bits
            switch variant.without {
            case .nothing: break
            case .unit(let unit):
                explanation.context.append(self.unit(unit, trace, reading, bits: change))
                if explanation.context.count == 1 { explanation.unread = unit }
            case .context: explanation.contextBits = change
            case .topic(let index):
                explanation.topics.append(
                    .init(name: topic.names[index], weight: topic.weights[index], bits: change))
            case .topics:
                explanation.topicBits = change
                // A topic alone is all of the mixture.
                if explanation.topics.isEmpty,
                    let index = topic.weights.indices.max(by: {
                        topic.weights[$0] < topic.weights[$1]
                    })
                {
                    explanation.topics = [
                        .init(name: topic.names[index], weight: topic.weights[index], bits: change)
                    ]
                }
            }
        }
        explanation.ownAttention = reading.ownAttention
        return explanation
    }

    /// A unit of the context with the attention that its characters had.
    private func unit(
        _ unit: Int, _ trace: ReplyTrace, _ reading: ExplanationReader.Reading, bits: Double
    ) -> Explanation.Unit {
        let stretches = trace.passages.flatMap { $0.context + $0.begun }
        let symbols = stretches.first { $0.source == .context(unit) }?.symbols ?? []
        let attention = reading.attention?[unit] ?? []
        // Where only the end of the unit was attended to, nothing was looked at before it.
        let missing = symbols.count - attention.count
        var decoder = SymbolDecoder(model.alphabet)
        var characters: [Explanation.Character] = []
        var share: Float = 0
        for (index, symbol) in symbols.enumerated() {
            // The shares of a spelled character's bytes add up.
            if attention.indices.contains(index - missing) { share += attention[index - missing] }
            let text = decoder.append(symbol)
            if text.isEmpty { continue }
            characters.append(.init(text: text, attention: reading.attention == nil ? nil : share))
            share = 0
        }
        while let last = characters.last, last.text.allSatisfy(\.isWhitespace) {
            characters.removeLast()
        }
        return Explanation.Unit(
            characters: characters,
            attention: reading.attention == nil ? nil : attention.reduce(0, +), bits: bits)
    }
}
