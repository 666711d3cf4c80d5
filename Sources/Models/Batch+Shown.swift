extension Batch {
    /// Whether the head of passage `b` can know an answer: nobody can say whether a text fits a topic that
    /// is not shown, or a context that is empty.
    public func canBeAsked(_ head: Head, passage b: Int) -> Bool {
        switch head {
        case .realism: return true
        case .topic:
            let width = topics.count / size
            let vector = topics[b * width..<(b + 1) * width]
            // Uniform weights are what "no topic" means.
            return vector.contains { $0 != vector.first }
        case .context: return Int(contextStarts[b]) < contextSteps
        }
    }
}
