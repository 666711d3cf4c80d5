import Models
import Texts

/// A conversation with a model: what was said, the topic, the settings, and the seeds.
///
/// It prints nothing and asks nothing: ``handle(_:emit:)`` takes a line that someone typed and
/// answers with an ``Outcome``; what the model says goes to `emit` while it is being written.
///
/// ```swift
/// var conversation = Conversation(speaker: speaker, seed: 1)
/// let reply = try conversation.say("Is the ferry late?") { print($0, terminator: ""); return true }
/// ```
public struct Conversation: Sendable {
    /// The model.
    public internal(set) var speaker: any Speaker
    /// The seed of the session; `/set seed` goes before it.
    public internal(set) var seed: UInt64
    /// How many replies were asked for; each has a seed of its own.
    public internal(set) var replyCount = 0
    /// What was said, oldest first.
    public internal(set) var turns: [Turn] = [] {
        didSet { offer = nil }
    }
    /// The drafts that ``pick(_:)`` chooses from, until something else is said or taken back.
    public internal(set) var offer: Offer?
    /// The topic of the next reply.
    public var topic: TopicMixture
    /// The settings of the next reply.
    public internal(set) var settings: ReplySettings
    /// How `/model` loads another model from a path; nil where there is none but this.
    public var loadSpeaker: (@Sendable (_ path: String) throws -> any Speaker)?
    /// Where `/keep` keeps settings for other conversations; nil for nowhere.
    public var keptSettings: KeptSettings?

    /// A conversation that has not begun.
    ///
    /// - Parameters:
    ///   - topic: `nil` for none.
    ///   - settings: `nil` for the speaker's own.
    ///   - seed: the same seed and the same lines give the same replies.
    public init(
        speaker: any Speaker, topic: TopicMixture? = nil, settings: ReplySettings? = nil,
        seed: UInt64
    ) {
        self.speaker = speaker
        self.topic = topic ?? .none(of: speaker.topicNames)
        self.settings = settings ?? speaker.defaultSettings
        self.seed = seed
    }

    /// Everything that was said, as the model reads it.
    public var context: String { turns.context(separator: speaker.unitSeparator) }

    /// What the model said last.
    public var lastReply: Turn? { turns.last { $0.voice == .model } }

    /// Says `line` and lets the model answer.
    ///
    /// The line joins the context, and so does the reply, as far as it was written when `emit`
    /// stops it. When the model fails, nothing joins.
    public mutating func say(_ line: String, emit: (String) -> Bool) throws -> Reply {
        let before = turns
        turns.append(.person(unit(of: line), beginsUnit: before.endsInUnfinishedReply))
        do {
            return try answer(emit: emit)
        } catch {
            turns = before
            throw error
        }
    }

    /// Lets the model go on from what was said: in the middle of a reply that was cut short,
    /// with another unit otherwise.
    public mutating func proceed(emit: (String) -> Bool) throws -> Reply {
        try answer(emit: emit)
    }

    /// Drops the last reply and answers again, with a new seed.
    ///
    /// - Throws: ``ConversationError/nothingToRetry``.
    public mutating func retry(emit: (String) -> Bool) throws -> Reply {
        guard let last = turns.last, last.voice == .model else {
            throw ConversationError.nothingToRetry
        }
        turns.removeLast()
        do {
            return try answer(emit: emit)
        } catch {
            turns.append(last)
            throw error
        }
    }

    /// Takes back the last step: what the person said with the reply to it, or a reply that only went on
    /// from what was there.
    ///
    /// - Returns: the turns that are gone, oldest first.
    /// - Throws: ``ConversationError/nothingToUndo``.
    public mutating func undo() throws -> [Turn] {
        guard let last = turns.last, last.voice != .given else {
            throw ConversationError.nothingToUndo
        }
        var first = turns.count - 1
        if last.voice == .model, first > 0, turns[first - 1].voice == .person { first -= 1 }
        let gone = Array(turns[first...])
        turns.removeSubrange(first...)
        return gone
    }

    /// What the discriminator thinks of the last reply, after the context it had.
    ///
    /// - Throws: ``ConversationError/nothingToJudge``.
    public func judgeLastReply() throws -> Judgement {
        guard let (turn, origin, context) = lastSpoken else {
            throw ConversationError.nothingToJudge
        }
        return try speaker.judge(turn.text, after: context, topic: origin.topic)
    }

    /// What carried the last reply: the context, the topics, and where the attention looked.
    ///
    /// - Throws: ``ConversationError/nothingToExplain``.
    public func explainLastReply() throws -> Explanation {
        guard let (turn, origin, context) = lastSpoken else {
            throw ConversationError.nothingToExplain
        }
        var source = origin
        // A transcript of before does not say; what is set now is the best guess.
        if source.settings == nil { source.settings = settings }
        return try speaker.explanation(of: turn.text, after: context, from: source)
    }

    /// The last reply that says something, where it comes from, and the context that it had.
    private var lastSpoken: (turn: Turn, origin: Turn.Origin, context: String)? {
        guard let index = turns.lastIndex(where: { $0.voice == .model && !$0.text.isEmpty }),
            let origin = turns[index].origin
        else { return nil }
        let context = Array(turns[..<index]).context(separator: speaker.unitSeparator)
        return (turns[index], origin, context)
    }

    /// Keeps only `text` of the reply that was just written: what whoever listened had of it.
    mutating func cutLastReply(to text: String) {
        guard let last = turns.last, var origin = last.origin else { return }
        origin.isFinished = false
        origin.judgement = nil
        turns[turns.count - 1] = Turn(voice: .model, text: text, origin: origin)
    }

    /// Forgets what was said; `text`, if any, stands in its place.
    public mutating func setContext(_ text: String) {
        turns = text.isEmpty ? [] : [.given(text)]
    }

    /// Changes a setting by its name; a changed seed counts its replies from the first again.
    ///
    /// - Throws: ``SettingError``, `CodeError` for a code that the model does not have; then nothing is
    ///   changed.
    public mutating func set(_ name: String, to value: String) throws {
        let setting = try Setting.named(name)
        var changed = settings
        try setting.write(value, &changed)
        if setting.name == "code" { try changed.code?.check(categories: speaker.codeCount) }
        settings = changed
        if setting.name == "seed" { replyCount = 0 }
    }

    /// The seed that the next reply will have.
    var nextSeed: UInt64 { ReplySeed.derived(from: settings.seed ?? seed, number: replyCount) }

    private mutating func answer(emit: (String) -> Bool) throws -> Reply {
        var isStopped = false
        let reply = try speaker.reply(
            to: context, topic: topic, settings: settings, seed: nextSeed,
            emit: { piece in
                if !emit(piece) { isStopped = true }
                return !isStopped
            })
        replyCount += 1
        turns.append(
            .model(
                reply, by: settings, .candidates(settings.candidates),
                isFinished: !isStopped && reply.isFinished))
        return reply
    }

    /// A typed line as the model's texts have it: its lines are units, without space around them.
    private func unit(of line: String) -> String {
        line.split(whereSeparator: \.isNewline)
            .map { $0.trimmed }
            .filter { !$0.isEmpty }
            .reduce("") { UnitEnd.closed($0, by: speaker.unitSeparator) + $1 }
    }
}
