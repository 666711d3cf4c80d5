/// Decodes symbols one by one, as they are generated.
///
/// What the calls return, put together, equals ``Alphabet/decode(_:)`` of all the symbols.
public struct SymbolDecoder: Sendable {
    private let alphabet: Alphabet
    /// The bytes of a spelling that is not complete yet: at most three.
    private var pending: [UInt8] = []

    /// A decoder that has seen nothing yet.
    public init(_ alphabet: Alphabet) {
        self.alphabet = alphabet
    }

    /// The text that `symbol` completes: empty inside a byte spelling and for the marks.
    public mutating func append(_ symbol: Symbol) -> String {
        switch Int(symbol) {
        case ..<Alphabet.firstByte:
            return finish()
        case ..<Alphabet.firstScalar:
            return append(byte: UInt8(Int(symbol) - Alphabet.firstByte))
        case ..<alphabet.count:
            let scalar = alphabet.scalars[Int(symbol) - Alphabet.firstScalar]
            return finish() + String(Character(scalar))
        default:
            return finish() + "\u{FFFD}"
        }
    }

    /// Ends the text: U+FFFD when a byte spelling was left incomplete, else nothing.
    public mutating func finish() -> String {
        guard !pending.isEmpty else { return "" }
        pending.removeAll(keepingCapacity: true)
        return "\u{FFFD}"
    }

    private mutating func append(byte: UInt8) -> String {
        pending.append(byte)
        switch UTF8Form(pending) {
        case .complete(let scalar):
            pending.removeAll(keepingCapacity: true)
            return String(Character(scalar))
        case .incomplete:
            return ""
        case .broken where pending.count == 1:
            return finish()
        case .broken:
            // The bytes before this one can never be completed; this one may begin anew.
            pending.removeLast()
            return finish() + append(byte: byte)
        }
    }
}
