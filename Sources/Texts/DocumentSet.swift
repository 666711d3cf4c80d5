/// Some documents of a corpus, by their indices in ascending order; nothing of them is loaded.
public struct DocumentSet: Sendable {
    /// For each document, its index in the corpus.
    private let documents: [UInt32]
    /// For each document, the characters of it and those before it.
    private let sums: [Int]

    /// The documents that `indices` name, in that order.
    init(_ indices: [Int], spans: [DocumentSpan]) {
        documents = indices.map { UInt32($0) }
        var sum = 0
        sums = indices.map { index in
            sum += Int(spans[index].characters)
            return sum
        }
    }

    /// How many characters the documents have together, before NFC.
    public var characterCount: Int { sums.last ?? 0 }

    /// Documents of about `characters` characters together, evenly spread over the set: all of them
    /// where they have no more.
    public func sample(characters: Int) -> [Int] {
        guard characterCount > characters else { return Array(self) }
        let share = Double(characters) / Double(characterCount)
        return indices.filter { Int(Double($0) * share) != Int(Double($0 + 1) * share) }
            .map { self[$0] }
    }

    /// The document to which the character at `position` belongs, all put end to end.
    ///
    /// - Precondition: `position` is at least 0 and below ``characterCount``.
    func document(atCharacter position: Int) -> Int {
        var low = 0
        var high = sums.count - 1
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > position { high = middle } else { low = middle + 1 }
        }
        return self[low]
    }
}

extension DocumentSet: RandomAccessCollection {
    /// The first position: 0.
    public var startIndex: Int { 0 }
    /// The position after the last one: the number of documents.
    public var endIndex: Int { documents.count }
    /// The index, for ``Corpus/document(_:)``, of the document at `position`.
    public subscript(position: Int) -> Int { Int(documents[position]) }
}
