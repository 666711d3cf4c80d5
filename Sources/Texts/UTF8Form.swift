/// What some bytes are as the beginning of a UTF-8 text.
package enum UTF8Form: Equatable {
    /// What some programs write before a text; it is no part of it.
    package static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

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
        guard let (length, second) = UTF8Form.shape(lead: lead) else {
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
    static func length(lead: UInt8) -> Int { shape(lead: lead)?.length ?? 1 }

    /// How many bytes a scalar that begins with `lead` takes, and what the second may be; nil where no
    /// scalar does.
    static func shape(lead: UInt8) -> (length: Int, second: ClosedRange<UInt8>)? {
        switch lead {
        case 0x00...0x7F: (1, 0x80...0xBF)
        case 0xC2...0xDF: (2, 0x80...0xBF)
        case 0xE0: (3, 0xA0...0xBF)
        case 0xED: (3, 0x80...0x9F)
        case 0xE1...0xEF: (3, 0x80...0xBF)
        case 0xF0: (4, 0x90...0xBF)
        case 0xF1...0xF3: (4, 0x80...0xBF)
        case 0xF4: (4, 0x80...0x8F)
        default: nil
        }
    }
}
