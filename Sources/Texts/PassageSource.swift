/// Takes passages from documents of a corpus: at random for training, or one after the other.
public struct PassageSource: Sendable {
    private let corpus: Corpus
    private let documents: DocumentSet
    private let shape: PassageShape
    private let seed: UInt64

    /// Passages of `documents`, which belong to `corpus`.
    ///
    /// - Precondition: a continuation has at least one symbol.
    public init(_ corpus: Corpus, _ documents: DocumentSet, shape: PassageShape, seed: UInt64) {
        precondition(
            shape.continuationCharacters > 0, "a continuation of \(shape.continuationCharacters)")
        self.corpus = corpus
        self.documents = documents
        self.shape = shape
        self.seed = seed
    }

    /// The random passage number `index`: a pure function of corpus, documents, shape, seed and
    /// index, so a run that was interrupted goes on with the passages that it would have seen.
    ///
    /// Its position is drawn uniformly over the characters and moved back to where the unit begins;
    /// in a unit longer than a continuation, to the last multiple of that length. The continuation
    /// runs on across units, as far as the shape allows or to the end mark.
    ///
    /// - Throws: ``TextError/noDocuments`` when the set is empty.
    public func passage(at index: Int) throws -> Passage {
        guard documents.characterCount > 0 else { throw TextError.noDocuments }
        var random = SplitMix64(seed: seed, index: index)
        let character = random.next(below: documents.characterCount)
        let document = corpus.document(documents.document(atCharacter: character))
        let drawn = random.next(below: document.symbols.count)
        let unit = document.unitStart(at: drawn)
        let length = shape.continuationCharacters
        let start = unit + (drawn - unit) / length * length
        let end = min(start + length, document.symbols.count)
        return Passage(document, start..<end, shape: shape)
    }

    /// All documents as consecutive passages: every symbol is in exactly one continuation.
    ///
    /// A continuation ends with the last unit that fits; only a unit that is longer than a
    /// continuation is cut. Documents are loaded as the sequence reaches them.
    public func tiles() -> some Sequence<Passage> & Sendable {
        PassageTiles(corpus: corpus, documents: documents, shape: shape)
    }
}

/// The passages that tile some documents.
struct PassageTiles: Sequence, Sendable {
    let corpus: Corpus
    let documents: DocumentSet
    let shape: PassageShape

    func makeIterator() -> Iterator { Iterator(tiles: self) }

    /// Walks from document to document, and from tile to tile.
    struct Iterator: IteratorProtocol {
        private let tiles: PassageTiles
        private var nextDocument = 0
        private var document: Document?
        private var position = 0

        init(tiles: PassageTiles) {
            self.tiles = tiles
        }

        mutating func next() -> Passage? {
            if document.map({ position >= $0.symbols.count }) ?? true {
                guard nextDocument < tiles.documents.count else { return nil }
                document = tiles.corpus.document(tiles.documents[nextDocument])
                nextDocument += 1
                position = 0
            }
            guard let document else { return nil }
            let range = position..<end(in: document)
            position = range.upperBound
            return Passage(document, range, shape: tiles.shape)
        }

        private func end(in document: Document) -> Int {
            let limit = position + tiles.shape.continuationCharacters
            if limit >= document.symbols.count { return document.symbols.count }
            let boundary = document.unitStart(at: limit)
            return boundary > position ? boundary : limit
        }
    }
}
