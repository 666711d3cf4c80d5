/// One symbol of an ``Alphabet``: what the networks read and write.
public typealias Symbol = UInt16

/// The symbols of a text: two marks, the 256 bytes, and the scalars that earned one of their own.
///
/// | symbols | meaning |
/// |---|---|
/// | 0 | ``start``: stands before the first symbol, and pads |
/// | 1 | ``end``: the end mark of a document |
/// | 2…257 | the bytes 0…255 |
/// | from 258 | ``scalars``, in ascending order |
///
/// A scalar without a symbol is spelled as the bytes of its UTF-8 form, so any text of any script
/// round-trips (up to Unicode's normal form NFC) and nothing is ever "unknown".
public struct Alphabet: Sendable {
    /// Stands before the first symbol of a continuation; also the padding of short rows.
    public static let start: Symbol = 0
    /// The end mark of a document.
    public static let end: Symbol = 1
    /// The most scalars that one alphabet can hold.
    public static let maximumScalars = 65_000

    @usableFromInline
    static let firstByte = 2
    static let firstScalar = 258

    /// The scalars that have a symbol of their own, in ascending order.
    public let scalars: [Unicode.Scalar]
    private let table: ScalarTable

    /// How many symbols there are in all: V in the networks' shapes.
    public var count: Int { Alphabet.firstScalar + scalars.count }

    /// An alphabet with a symbol for each of `scalars`; their order and repetitions do not matter.
    ///
    /// - Precondition: there are at most ``maximumScalars`` different ones.
    public init(scalars: [Unicode.Scalar]) {
        self.scalars = Set(scalars).sorted()
        precondition(
            self.scalars.count <= Alphabet.maximumScalars,
            "\(self.scalars.count) scalars; an alphabet holds \(Alphabet.maximumScalars)")
        table = ScalarTable(self.scalars, firstSymbol: Alphabet.firstScalar)
    }

    /// The alphabet of a text in which each scalar occurs as often as `counts` says.
    ///
    /// - Parameters:
    ///   - counts: how often each scalar (of the text in NFC) occurs.
    ///   - minimumCount: scalars that are rarer than this are spelled in bytes.
    ///   - limit: the most frequent scalars win, and of equally frequent ones the lower.
    public init(counts: [Unicode.Scalar: Int], minimumCount: Int = 3, limit: Int = 8192) {
        let frequent = counts.filter { $0.value >= minimumCount }
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let room = min(max(0, limit), Alphabet.maximumScalars)
        self.init(scalars: frequent.prefix(room).map(\.key))
    }

    /// How many characters (Unicode scalars) `symbols` spell: each counts at its first symbol, so the
    /// counts of the parts of a text add up to its own. Marks are no characters.
    @inlinable
    public static func characterCount(of symbols: some Sequence<Symbol>) -> Int {
        // Inlined, for it runs over every batch: as a generic function of another module it took a
        // fifteenth of a small network's update.
        symbols.reduce(0) { count, symbol in
            let byte = Int(symbol) - firstByte
            // A byte 10xxxxxx goes on with a spelling; every other one begins it.
            return count + (byte < 0 || 0x80..<0xC0 ~= byte ? 0 : 1)
        }
    }

    /// The symbols of `text` (brought to NFC first), without an end mark.
    public func encode(_ text: String) -> [Symbol] {
        let text = Normalisation.composed(text)
        var symbols: [Symbol] = []
        symbols.reserveCapacity(text.utf8.count)
        append(text.unicodeScalars, to: &symbols)
        return symbols
    }

    /// The text of `symbols`.
    ///
    /// The start and end marks yield nothing. A broken byte spelling, or a symbol that is not of
    /// this alphabet, yields U+FFFD.
    public func decode(_ symbols: some Sequence<Symbol>) -> String {
        var decoder = SymbolDecoder(self)
        var text = ""
        for symbol in symbols { text += decoder.append(symbol) }
        return text + decoder.finish()
    }

    /// Appends the symbols of scalars that are in NFC already.
    func append(_ scalars: some Sequence<Unicode.Scalar>, to symbols: inout [Symbol]) {
        for scalar in scalars {
            if let symbol = table[scalar] {
                symbols.append(symbol)
            } else {
                for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
                    symbols.append(Symbol(Alphabet.firstByte) + Symbol(byte))
                }
            }
        }
    }
}

extension Alphabet: Hashable {
    /// Alphabets are equal when their scalars are.
    public static func == (one: Alphabet, other: Alphabet) -> Bool { one.scalars == other.scalars }

    /// Feeds the scalars to `hasher`.
    public func hash(into hasher: inout Hasher) { hasher.combine(scalars) }
}

extension Alphabet: Codable {
    private enum CodingKeys: String, CodingKey { case scalars }

    /// Reads what ``encode(to:)`` wrote: the scalars as one string.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let scalars = Array(try container.decode(String.self, forKey: .scalars).unicodeScalars)
        guard Set(scalars).count <= Alphabet.maximumScalars else {
            throw DecodingError.dataCorruptedError(
                forKey: .scalars, in: container,
                debugDescription: "more than \(Alphabet.maximumScalars) scalars")
        }
        self.init(scalars: scalars)
    }

    /// Writes the scalars as one string, which a person can read too.
    public func encode(to encoder: any Encoder) throws {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(String(text), forKey: .scalars)
    }
}
