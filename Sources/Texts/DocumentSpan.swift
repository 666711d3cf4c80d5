/// Where a document stands in its file: all that is kept of a document until it is asked for.
struct DocumentSpan: Hashable, Sendable {
    /// The offset of its first byte.
    var start: Int
    /// A hash of its content, the same wherever the document stands.
    var hash: UInt64
    /// How many bytes it has.
    var byteCount: UInt32
    /// How many scalars it has, before NFC.
    var characters: UInt32
    /// The index of its file.
    var file: UInt32
    /// Whether NFC may change it.
    var needsNormalisation: Bool

    /// The bytes' offsets.
    var range: Range<Int> { start..<start + Int(byteCount) }
}

/// FNV-1a in 64 bits, a hash that stays the same from run to run and machine to machine, which
/// Swift's `Hasher` does not.
struct StableHash: Hashable, Sendable {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    /// Takes one more byte into the hash.
    @inline(__always)
    mutating func combine(_ byte: UInt8) {
        value = (value ^ UInt64(byte)) &* 0x100_0000_01b3
    }
}
