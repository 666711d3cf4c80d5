/// How a discriminator compares a text with its context.
public enum ContextMatching: String, Codable, Sendable, CaseIterable {
    /// Every character with the context's summary.
    case summary
    /// Besides, every character with the places of the context that it attends to.
    case characters
    /// Besides, by how much context and topic change the likelihood of every character, under the
    /// discriminator's own prediction (``InformationBody``).
    case information
}
