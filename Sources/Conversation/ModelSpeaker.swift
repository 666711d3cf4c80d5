import Checkpoints
import Foundation
import Models
import Tensors
import Texts

/// A trained model as the speaker of a conversation.
public struct ModelSpeaker: Speaker {
    /// The model that speaks.
    public let model: LoadedModel
    /// Whether the discriminator judges every reply, or only candidates.
    private let judgesReplies: Bool

    /// Speaks with `model`. `judgesReplies` false: replies come without a judgement, unless the best of
    /// several candidates was looked for.
    public init(_ model: LoadedModel, judgesReplies: Bool = true) {
        self.model = model
        self.judgesReplies = judgesReplies
    }

    /// The model's topics.
    public var topicNames: [String] { model.topics }
    /// Which model it is.
    public var identity: ModelIdentity? {
        ModelIdentity(
            checksum: model.checksum, steps: model.state.step,
            precision: model.generator.writingName)
    }
    /// Takes the model's own precision, or int8.
    public func write(in precision: String) { model.generator.write(in: precision) }
    /// Categories of the model's latent code.
    public var codeCount: Int { model.configuration.codes }
    /// What words tell about the topics.
    public var topicModel: TopicModel? { model.topicModel }
    /// What stands between units in the corpus.
    public var unitSeparator: String { model.configuration.layout.separator }
    /// One line a reply where the corpus has lines, two sentences where it is prose.
    public var defaultSettings: ReplySettings {
        var settings = ReplySettings()
        if model.configuration.layout == .prose { settings.units = 2 }
        return settings
    }

    /// Writes a reply; with several candidates, the one that the discriminator chooses.
    public func reply(
        to context: String, topic: TopicMixture, settings: ReplySettings, seed: UInt64,
        emit: (String) -> Bool
    ) throws -> Reply {
        if settings.candidates > 1 {
            return try chosenReply(
                to: context, topic: topic, settings: settings, seed: seed, emit: emit)
        }
        let voice = try voices(.candidates(1), settings, seed)[0]
        let written = ReplyWriter(model, context, topic, settings).write([voice], emit)[0]
        return try reply(written, in: voice, to: context, topic, seed)
    }

    /// Writes a reply for each of `seeds`, side by side on all cores: what
    /// ``reply(to:topic:settings:seed:emit:)`` writes one by one, many times as fast.
    public func replies(
        to context: String, topic: TopicMixture, settings: ReplySettings, seeds: [UInt64]
    ) throws -> [Reply] {
        let pool = WorkerPool()
        defer { pool.close() }
        // Candidates are side by side already. And a row may be other bits among others than alone: with
        // products that are not ours, and where many rows are written in another precision than one.
        let writing = model.generator.writing
        let areAlike =
            model.generator.parameters.precision.rowsAreIndependent
            && writing.isInt8(rows: 1) == writing.isInt8(rows: 2 * ModelSpeaker.sideBySide)
        let most = settings.candidates > 1 || !areAlike ? 1 : ModelSpeaker.sideBySide
        let size = max(1, min(most, (seeds.count + pool.count - 1) / pool.count))
        let groups = stride(from: 0, to: seeds.count, by: size).map {
            seeds[$0..<min(seeds.count, $0 + size)]
        }
        return try pool.map(groups.count) { index in
            Result { () throws -> [Reply] in
                let group = groups[index]
                if settings.candidates > 1 {
                    return try group.map {
                        try reply(to: context, topic: topic, settings: settings, seed: $0) { _ in
                            true
                        }
                    }
                }
                let voices = try group.map { try self.voices(.candidates(1), settings, $0)[0] }
                let written = ReplyWriter(model, context, topic, settings).write(voices) { _ in
                    true
                }
                return try group.indices.map { seed in
                    let place = seed - group.startIndex
                    return try reply(
                        written[place], in: voices[place], to: context, topic, group[seed])
                }
            }
        }.flatMap { try $0.get() }
    }

    /// How many continuations a core writes side by side: more gain nothing.
    public static let sideBySide = 32

    /// The reply that was written, judged where replies are.
    private func reply(
        _ written: (text: String, isFinished: Bool), in voice: ReplyWriter.Voice,
        to context: String, _ topic: TopicMixture, _ seed: UInt64
    ) throws -> Reply {
        let judgement =
            judgesReplies && !written.text.isEmpty
            ? try judge(written.text, after: context, topic: topic) : nil
        return Reply(
            text: written.text, topic: topic, seed: seed, judgement: judgement?.mean,
            isFinished: written.isFinished,
            code: model.generator.code(from: voice.noise, voice.code))
    }

    /// Writes all of `drafts` in the same products, and judges each.
    public func drafts(
        _ drafts: Drafts, to context: String, topic: TopicMixture, settings: ReplySettings,
        seed: UInt64, goOn: () -> Bool
    ) throws -> [Draft] {
        let voices = try voices(drafts, settings, seed)
        let written = ReplyWriter(model, context, topic, settings).write(voices) { _ in goOn() }
        let judgements = judge(written.map(\.text), after: context, topic: topic)
        return voices.indices.map { index in
            let (text, isFinished) = written[index]
            let judgement = judgements[index]
            let code = model.generator.code(from: voices[index].noise, voices[index].code)
            let reply = Reply(
                text: text, topic: topic, seed: seed,
                judgement: text.isEmpty ? nil : judgement.mean, isFinished: isFinished, code: code,
                index: index)
            return Draft(reply: reply, judgement: judgement)
        }
    }

    /// What each of `drafts` is drawn with.
    func voices(_ drafts: Drafts, _ settings: ReplySettings, _ seed: UInt64) throws
        -> [ReplyWriter.Voice]
    {
        let source = RandomSource(seed: seed)
        switch drafts {
        case .candidates(let count):
            try settings.code?.check(categories: codeCount)
            return (0..<max(1, count)).map {
                ReplyWriter.Voice(source: source.child("candidate", $0), code: settings.code)
            }
        case .codes(let chance):
            guard codeCount > 0 else { throw CodeError.none }
            let source = source.child("candidate", chance)
            return (0..<codeCount).map {
                ReplyWriter.Voice(
                    source: source,
                    code: CodeChoice(category: $0, values: settings.code?.values))
            }
        }
    }

    /// Writes the candidates, and shows the one that the discriminator chooses.
    private func chosenReply(
        to context: String, topic: TopicMixture, settings: ReplySettings, seed: UInt64,
        emit: (String) -> Bool
    ) throws -> Reply {
        var isStopped = false
        let drafts = try drafts(
            .candidates(settings.candidates), to: context, topic: topic, settings: settings,
            seed: seed
        ) {
            // Nothing is shown yet, but whoever listens may already want to stop.
            isStopped = isStopped || !emit("")
            return !isStopped
        }
        let place = settings.choice.place(
            scores: drafts.map(\.judgement.score), realism: drafts.map(\.judgement.mean),
            RandomSource(seed: seed).child("choice"))
        let chosen = drafts[place].reply
        var reply = chosen
        if isStopped {
            // What was written when it was stopped is kept, and so shown.
            _ = emit(reply.text)
            return reply
        }
        var shown = ""
        for character in chosen.text {
            shown.append(character)
            if !emit(String(character)) { break }
        }
        if shown != chosen.text {
            reply.text = shown
            reply.isFinished = false
            reply.judgement = try judge(shown, after: context, topic: topic).mean
        }
        return reply
    }

    /// What the discriminator makes of every character of `text`.
    public func judge(_ text: String, after context: String, topic: TopicMixture) throws
        -> Judgement
    {
        judge([text], after: context, topic: topic)[0]
    }

    /// The same of several texts, side by side.
    func judge(_ texts: [String], after context: String, topic: TopicMixture) -> [Judgement] {
        TextJudge(model.discriminator, alphabet: model.alphabet).judge(
            texts, after: context, topics: topic.weights, isTopicChosen: topic.isChosen)
    }
}
