/// Hashes of all windows of one length in one pass over a text.
///
///     h(x₁ … xₙ) = Σ xᵢ · B^(n − i)   mod 2⁶⁴
///
/// so the next window's hash is B · h − Bⁿ · x₁ + xₙ₊₁. Karp and Rabin, "Efficient randomized
/// pattern-matching algorithms", IBM Journal of Research and Development 31(2), 1987. Different
/// windows may share a hash: compare what it finds.
struct RollingHash: Sendable {
    /// n: the characters of a window.
    let length: Int
    /// Bⁿ, which takes the character that leaves the window out of the hash.
    private let leaving: UInt64
    /// B: odd, so that no character's weight vanishes modulo 2⁶⁴.
    private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15

    init(length: Int) {
        precondition(length > 0, "windows of \(length) characters")
        self.length = length
        leaving = (0..<length).reduce(1) { power, _ in power &* RollingHash.base }
    }

    /// Calls `visit` with the position and the mixed hash of each window inside `range`.
    @inline(__always)
    func forEachWindow(of scalars: [UInt32], in range: Range<Int>, visit: (Int, UInt64) -> Void) {
        var hash: UInt64 = 0
        for end in range {
            hash = hash &* RollingHash.base &+ UInt64(scalars[end])
            let start = end + 1 - length
            if start > range.lowerBound { hash &-= leaving &* UInt64(scalars[start - 1]) }
            if start >= range.lowerBound { visit(start, SplitMix64.mix(hash)) }
        }
    }
}
