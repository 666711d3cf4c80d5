/// Follows the spelling of scalars in bytes, so that a writer writes only what is UTF-8.
///
/// Inside a spelling a byte must come that goes on with it, and outside none that begins nothing.
public struct ByteSpelling: Sendable {
    /// The bytes of a spelling that is not complete yet: at most three.
    private var pending: [UInt8] = []

    /// At the beginning of a text.
    public init() {}

    /// Goes on behind `symbol`.
    public mutating func take(_ symbol: Symbol) {
        let byte = Int(symbol) - Alphabet.firstByte
        guard (0..<256).contains(byte) else {
            pending.removeAll(keepingCapacity: true)
            return
        }
        pending.append(UInt8(byte))
        if UTF8Form(pending) != .incomplete { pending.removeAll(keepingCapacity: true) }
    }

    /// The symbols that may not be next, of an alphabet of `count` symbols.
    public func forbidden(of count: Int) -> [Range<Int>] {
        func symbols(_ bytes: Range<Int>) -> Range<Int> {
            let first = Alphabet.firstByte
            return min(count, first + bytes.lowerBound)..<min(count, first + bytes.upperBound)
        }
        guard let lead = pending.first, let shape = UTF8Form.shape(lead: lead) else {
            // What only goes on with a spelling, and what is in none.
            return [symbols(0x80..<0xC2), symbols(0xF5..<0x100)]
        }
        let next = pending.count == 1 ? shape.second : 0x80...0xBF
        let allowed = symbols(Int(next.lowerBound)..<Int(next.upperBound) + 1)
        return [0..<allowed.lowerBound, allowed.upperBound..<count]
    }
}
