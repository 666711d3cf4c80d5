/// A run of units that belong together, in symbols.
public struct Document: Sendable {
    /// The symbols; the last one is ``Alphabet/end``.
    public let symbols: [Symbol]
    /// Where the units begin in ``symbols``: ascending, the first is 0.
    public let unitStarts: [Int]
    /// The document's topic, an index into ``Corpus/topicNames``.
    public let topic: Int?
    /// θ over the topics where they were discovered (``topic`` is the heaviest), empty otherwise.
    public let topicWeights: [Float]
    /// Which document of its corpus this is.
    public let index: Int

    /// Encodes `units`, which are in NFC.
    init(
        units: [String], alphabet: Alphabet, topic: Int?, topicWeights: [Float] = [], index: Int
    ) {
        var symbols: [Symbol] = []
        symbols.reserveCapacity(units.reduce(1) { $0 + $1.utf8.count })
        var starts: [Int] = []
        for unit in units {
            starts.append(symbols.count)
            alphabet.append(unit.unicodeScalars, to: &symbols)
        }
        symbols.append(Alphabet.end)
        self.symbols = symbols
        unitStarts = starts.isEmpty ? [0] : starts
        self.topic = topic
        self.topicWeights = topicWeights
        self.index = index
    }

    /// Which unit the symbol at `position` belongs to (the end mark: to the last one).
    func unit(at position: Int) -> Int {
        var low = 0
        var high = unitStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if unitStarts[middle] <= position { low = middle } else { high = middle }
        }
        return low
    }

    /// Where the last unit begins that begins at `position` or before.
    func unitStart(at position: Int) -> Int { unitStarts[unit(at: position)] }
}
