/// A reply while it is being written, character by character.
///
/// ```swift
/// for try await character in conversation.reply(to: "Is the ferry late?") {
///     print(character, terminator: "")
/// }
/// ```
///
/// The model writes as fast as the characters are taken, and only while they are: leaving the loop stops
/// the reply, and what was taken until then is what was said. Cancelling the task does the same and ends
/// the loop with a `CancellationError`. Each loop over the stream says the line again.
public struct ReplyStream: AsyncSequence, Sendable {
    /// Characters, as a person counts them.
    public typealias Element = Character

    let conversation: LiveConversation
    let line: LiveConversation.Line

    /// Begins when the first character is asked for.
    public func makeAsyncIterator() -> Iterator { Iterator(conversation, line) }

    /// The characters, one by one.
    public struct Iterator: AsyncIteratorProtocol {
        private let conversation: LiveConversation
        private let line: LiveConversation.Line
        private let listener = ReplyListener()
        private var hasBegun = false

        init(_ conversation: LiveConversation, _ line: LiveConversation.Line) {
            self.conversation = conversation
            self.line = line
        }

        /// The next character; nil after the last one.
        ///
        /// - Throws: `CancellationError` when the task is cancelled;
        ///   ``ConversationError/alreadyReplying`` while another reply of the conversation is written;
        ///   what ``Conversation`` throws.
        public mutating func next() async throws -> Character? {
            if !hasBegun {
                hasBegun = true
                try await conversation.begin(line, for: listener.feed)
            }
            return try await listener.feed.next()
        }
    }
}

/// Whoever listens to a reply: when it is gone, the reply is stopped.
final class ReplyListener: Sendable {
    let feed = ReplyFeed()

    deinit { feed.leave() }
}
