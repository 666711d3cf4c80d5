/// Steele, Lea and Flood's SplitMix64 ("Fast splittable pseudorandom number generators", 2014):
/// small, and good from the first number on, whatever the seed.
package struct SplitMix64: Sendable {
    /// How far the state goes for each number.
    package static let step: UInt64 = 0x9e37_79b9_7f4a_7c15

    private var state: UInt64

    /// The stream that belongs to `seed` and `index`: a pure function of both.
    init(seed: UInt64, index: Int) {
        state = SplitMix64.mix(seed) ^ SplitMix64.mix(UInt64(bitPattern: Int64(index)) &+ 0x9e37)
    }

    /// The next 64 random bits.
    mutating func next() -> UInt64 {
        state &+= SplitMix64.step
        return SplitMix64.mix(state)
    }

    /// A number from 0 up to, not including, `bound` (which is above 0).
    mutating func next(below bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// The finaliser: neighbouring inputs give unrelated outputs.
    package static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
