import Checkpoints
import Dispatch
import Texts

/// A conversation for programs: replies come character by character in a `for await` loop, and everything
/// may be used from any task.
///
/// ```swift
/// let conversation = try LiveConversation(with: "checkpoints/almanac", seed: 1)
/// try await conversation.setTopic("storm at sea")
/// for try await character in conversation.reply(to: "Is the ferry late today?") {
///     print(character, terminator: "")
/// }
/// ```
///
/// One reply is written at a time, on a thread of its own, so no task waits for the arithmetic.
public actor LiveConversation {
    /// What a reply answers.
    enum Line: Sendable {
        case say(String)
        case retry
        case proceed
    }

    private var conversation: Conversation
    /// The reply that is being written.
    private var feed: ReplyFeed?
    /// Who waits until a reply that was left is over.
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// A conversation with the model at `path`: a run's folder, or one checkpoint's.
    ///
    /// - Parameter seed: the same seed and the same lines give the same replies.
    /// - Throws: `CheckpointError`.
    public init(with path: String, seed: UInt64 = .random(in: 1..<1 << 32)) throws {
        let speaker = ModelSpeaker(try LoadedModel(path: path))
        self.init(Conversation(speaker: speaker, seed: seed))
    }

    /// Goes on with `conversation`.
    public init(_ conversation: Conversation) { self.conversation = conversation }

    /// Says `line`; the stream is the model's answer. It begins when the stream is read.
    public nonisolated func reply(to line: String) -> ReplyStream {
        ReplyStream(conversation: self, line: .say(line))
    }

    /// Drops the last reply and answers again.
    public nonisolated func retry() -> ReplyStream {
        ReplyStream(conversation: self, line: .retry)
    }

    /// Lets the model go on from what was said.
    public nonisolated func proceed() -> ReplyStream {
        ReplyStream(conversation: self, line: .proceed)
    }

    /// The conversation as it stands. A reply that was left is in it, as far as it was taken; one that
    /// is still being read is not.
    public var current: Conversation {
        get async {
            await settle()
            return conversation
        }
    }

    /// Everything that was said, oldest first; as ``current``.
    public var turns: [Turn] {
        get async { await current.turns }
    }

    /// Chooses the topic by a name, names with weights, or any other words; `none` for none.
    ///
    /// - Returns: what the words came to.
    /// - Throws: `TopicError`; ``ConversationError/alreadyReplying``.
    @discardableResult
    public func setTopic(_ words: String) async throws -> TopicReading {
        try await change { conversation in
            let reading = try conversation.speaker.topic(words)
            conversation.topic = reading.mixture
            return reading
        }
    }

    /// Changes a setting by its name, as `/set` does.
    ///
    /// - Throws: ``SettingError``; ``ConversationError/alreadyReplying``.
    public func set(_ name: String, to value: String) async throws {
        try await change { try $0.set(name, to: value) }
    }

    /// Changes the conversation by anything that it can do, such as ``Conversation/undo()``.
    ///
    /// - Throws: what `body` throws; ``ConversationError/alreadyReplying``.
    public func change<Result: Sendable>(
        _ body: @Sendable (inout Conversation) throws -> Result
    ) async throws -> Result {
        await settle()
        guard feed == nil else { throw ConversationError.alreadyReplying }
        return try body(&conversation)
    }

    /// Starts to write the reply to `line` for whoever reads `feed`.
    func begin(_ line: Line, for feed: ReplyFeed) async throws {
        await settle()
        guard self.feed == nil else { throw ConversationError.alreadyReplying }
        self.feed = feed
        let before = conversation
        DispatchQueue.global().async {
            var conversation = before
            let result = Result { try LiveConversation.write(line, in: &conversation, to: feed) }
            let after = conversation
            Task { await self.end(after, result) }
        }
    }

    /// Writes the reply on this thread, a character for each that is asked for.
    private static func write(_ line: Line, in conversation: inout Conversation, to feed: ReplyFeed)
        throws
    {
        var taken = ""
        // The model writes scalar by scalar: a character is whole when the next one has begun.
        var held = ""
        func give(downTo rest: Int) -> Bool {
            while held.count > rest {
                guard feed.give(held[held.startIndex]) else { return false }
                taken.append(held.removeFirst())
            }
            return !feed.isLeft
        }
        func emit(_ piece: String) -> Bool {
            held += piece
            return give(downTo: 1)
        }
        switch line {
        case .say(let line): _ = try conversation.say(line, emit: emit)
        case .retry: _ = try conversation.retry(emit: emit)
        case .proceed: _ = try conversation.proceed(emit: emit)
        }
        if !give(downTo: 0) && !held.isEmpty { conversation.cutLastReply(to: taken) }
    }

    /// Takes over what came of a reply, then lets its reader know.
    private func end(_ after: Conversation, _ result: Result<Void, any Error>) {
        if case .success = result { conversation = after }
        let feed = feed
        self.feed = nil
        for waiter in waiting { waiter.resume() }
        waiting = []
        if case .failure(let error) = result {
            feed?.finish(error)
        } else {
            feed?.finish(nil)
        }
    }

    /// Waits until a reply that was left is over.
    private func settle() async {
        while let feed, feed.isLeft {
            await withCheckedContinuation { waiting.append($0) }
        }
    }
}
