extension Corpus {
    /// The corpus twice, with the same documents to train on: with one half of the held-out documents, to
    /// choose by, and with the other half, to be read once when everything has been chosen.
    ///
    /// Held-out documents go to the two in turns, in the order of the corpus, so every topic is in both
    /// as far as it has two documents. Equal documents stay together: what one is chosen by is not measured
    /// with the other.
    ///
    /// - Throws: ``TextError/noDocuments`` where fewer than two different documents are held out.
    public func splitHeldOut() throws -> (validation: Corpus, test: Corpus) {
        var places: [[Symbol]: Int] = [:]
        var halves: [[Int]] = [[], []]
        for index in heldOut {
            let symbols = document(index).symbols
            let place = places[symbols] ?? places.count
            places[symbols] = place
            halves[place % 2].append(index)
        }
        guard places.count > 1 else { throw TextError.noDocuments }
        return (holding(out: halves[0]), holding(out: halves[1]))
    }
}
