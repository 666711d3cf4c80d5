/// The one kind of example: what came before, what it is about, and what follows.
public struct Passage: Sendable, Hashable {
    /// The symbols of the preceding units; empty at the beginning of a document.
    public let context: [Symbol]
    /// The topic, an index into ``Corpus/topicNames``.
    public let topic: Int?
    /// θ over the topics where they were discovered (``topic`` is the heaviest), empty otherwise.
    public let topicWeights: [Float]
    /// What follows; it includes the end mark when the document ends inside.
    public let continuation: [Symbol]
    /// The index of the document in its corpus.
    public let document: Int
    /// Where the continuation begins in the document's symbols.
    public let position: Int
    /// Whether that is the beginning of a unit; otherwise the context ends inside the same unit.
    public let beginsUnit: Bool

    /// The passage of `document` whose continuation takes the symbols in `range`.
    init(_ document: Document, _ range: Range<Int>, shape: PassageShape) {
        let start = shape.contextStart(before: range.lowerBound, in: document)
        context = Array(document.symbols[start..<range.lowerBound])
        topic = document.topic
        topicWeights = document.topicWeights
        continuation = Array(document.symbols[range])
        self.document = document.index
        position = range.lowerBound
        beginsUnit = document.unitStart(at: range.lowerBound) == range.lowerBound
    }
}

/// How long the parts of a passage may be.
public struct PassageShape: Codable, Hashable, Sendable {
    /// The most units of context.
    public var contextUnits: Int
    /// The most symbols of context.
    public var contextCharacters: Int
    /// The most symbols of a continuation.
    public var continuationCharacters: Int

    /// A shape; the defaults are those of the shipped model.
    public init(
        contextUnits: Int = 8, contextCharacters: Int = 128, continuationCharacters: Int = 64
    ) {
        self.contextUnits = contextUnits
        self.contextCharacters = contextCharacters
        self.continuationCharacters = continuationCharacters
    }

    /// The context that the end of `text` makes for what comes next: what a user's text is to a
    /// model that was trained on passages of this shape.
    ///
    /// The text is cut into units as the corpus was. Its last units, up to ``contextUnits`` of them
    /// and ``contextCharacters`` symbols, are the context; it ends with the separator. When the
    /// last unit alone is longer, its end is the context.
    public func contextSymbols(
        of text: String, alphabet: Alphabet, layout: Layout
    ) -> [Symbol] {
        contextParts(of: text, alphabet: alphabet, layout: layout).flatMap(\.symbols)
    }

    /// What a unit of a text has in the context that the text's end makes.
    public struct ContextPart: Hashable, Sendable {
        /// Which of the text's units it is, from 0.
        public let unit: Int
        /// How many of the unit's symbols stand before the context.
        public let offset: Int
        /// Those that are in it, the separator too.
        public let symbols: [Symbol]
    }

    /// The same as ``contextSymbols(of:alphabet:layout:)``, unit by unit.
    public func contextParts(
        of text: String, alphabet: Alphabet, layout: Layout
    ) -> [ContextPart] {
        let units = layout.units(of: Normalisation.composed(text))
        let document = Document(units: units, alphabet: alphabet, topic: nil, index: 0)
        let end = document.symbols.count - 1
        let start = contextStart(before: end, in: document)
        guard start < end else { return [] }
        return (document.unit(at: start)..<document.unitStarts.count).map { unit in
            let first = document.unitStarts[unit]
            let next = unit + 1 < document.unitStarts.count ? document.unitStarts[unit + 1] : end
            let offset = max(0, start - first)
            return ContextPart(
                unit: unit, offset: offset, symbols: Array(document.symbols[first + offset..<next]))
        }
    }

    /// Where the context begins that ends before `position`.
    func contextStart(before position: Int, in document: Document) -> Int {
        guard position > 0, contextUnits > 0 else { return position }
        let earliest = position - contextCharacters
        let last = document.unit(at: position - 1)
        let first = max(0, last - contextUnits + 1)
        let whole = document.unitStarts[first...last].first { $0 >= earliest }
        return whole ?? max(0, earliest)
    }
}
