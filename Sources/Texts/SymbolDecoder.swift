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

/// What some bytes are as the beginning of a UTF-8 text.
enum UTF8Form: Equatable {
    /// All the bytes together are this scalar.
    case complete(Unicode.Scalar)
    /// The bytes begin a scalar and miss at least one more.
    case incomplete
    /// No scalar begins with these bytes.
    case broken

    /// Judges `bytes`, of which there is at least one, by Unicode's table 3-7 (well-formed UTF-8).
    init(_ bytes: some Collection<UInt8>) {
        guard let lead = bytes.first else {
            self = .incomplete
            return
        }
        let length: Int
        let second: ClosedRange<UInt8>
        switch lead {
        case 0x00...0x7F: (length, second) = (1, 0x80...0xBF)
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default:
            self = .broken
            return
        }
        var value = UInt32(lead) & (length == 1 ? 0x7F : 0xFF >> UInt32(length + 1))
        var seen = 1
        for byte in bytes.dropFirst().prefix(length - 1) {
            guard (seen == 1 ? second : 0x80...0xBF).contains(byte) else {
                self = .broken
                return
            }
            value = value << 6 | UInt32(byte & 0x3F)
            seen += 1
        }
        if seen == length, let scalar = Unicode.Scalar(value) {
            self = .complete(scalar)
        } else {
            self = .incomplete
        }
    }

    /// How many bytes a scalar that begins with `lead` takes (1 where none does).
    static func length(lead: UInt8) -> Int {
        switch lead {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 1
        }
    }
}
