extension Corpus {
    /// The corpus twice, with the same documents to train on: with one half of the held-out documents, to
    /// choose by, and with the other half, to be read once when everything has been chosen.
    ///
    /// Held-out documents go to the two in turns, in the order of the corpus, so every topic is in both
    /// as far as it has two documents.
    ///
    /// - Throws: ``TextError/noDocuments`` where fewer than two documents are held out.
    public func splitHeldOut() throws -> (validation: Corpus, test: Corpus) {
        guard heldOut.count > 1 else { throw TextError.noDocuments }
        func half(_ remainder: Int) -> Corpus {
            holding(out: heldOut.indices.filter { $0 % 2 == remainder }.map { heldOut[$0] })
        }
        return (half(0), half(1))
    }
}
