extension Conversation {
    /// Writes the conversation to `file` as a transcript that ``load(_:)`` restores and ``Replay``
    /// writes again. A file that is no transcript is never written over.
    ///
    /// - Throws: ``ConversationError/file(_:reason:)``.
    public func save(to file: String) throws { try Transcript(of: self).write(to: file) }

    /// Puts the conversation that was saved in `file` in the place of this one, or nothing of it when it
    /// cannot be read.
    ///
    /// - Returns: the model that it was saved with, where that is another one.
    /// - Throws: ``ConversationError``.
    @discardableResult
    public mutating func load(_ file: String) throws -> ModelIdentity? {
        let transcript = try Transcript(contentsOf: file)
        try restore(transcript, from: file)
        guard let saved = transcript.model, let own = speaker.identity,
            saved.checksum != own.checksum
        else { return nil }
        return saved
    }

    /// Writes the conversation to `file` as Markdown. Only a file that was exported before is written
    /// over.
    ///
    /// - Throws: ``ConversationError/file(_:reason:)``.
    public func export(to file: String) throws { try Markdown(of: self).write(to: file) }
}
