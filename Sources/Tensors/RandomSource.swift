/// Seeded random numbers without state: every number is a function of a key and an index, so any
/// part of a run can be made again, by any worker, in any order.
///
/// Keys are derived by name (`source.child("dropout", step, shard)`), mixed with SplitMix64 (Steele,
/// Lea and Flood 2014, figure 17).
public struct RandomSource: Sendable, Hashable {
    private let state: UInt64

    /// The source that `seed` names.
    public init(seed: UInt64) {
        state = RandomSource.mix(seed &+ 0x9E37_79B9_7F4A_7C15)
    }

    /// A source of its own for `purpose` and `indices`.
    public func child(_ purpose: StaticString, _ indices: Int...) -> RandomSource {
        var hash = state
        purpose.withUTF8Buffer { bytes in
            for byte in bytes { hash = RandomSource.mix(hash ^ UInt64(byte)) }
        }
        for index in indices {
            hash = RandomSource.mix(hash ^ UInt64(bitPattern: Int64(index)))
        }
        return RandomSource(state: hash)
    }

    /// What the vector loops take to make this source's stream.
    public var key: UInt64 { state }

    /// The number at `index`, uniform in 0 ..< 2⁶⁴.
    public func bits(_ index: Int) -> UInt64 {
        RandomSource.mix(state &+ UInt64(bitPattern: Int64(index)) &* 0x9E37_79B9_7F4A_7C15)
    }

    /// The number at `index`, uniform in [0, 1).
    public func uniform(_ index: Int) -> Double { Double(bits(index) >> 11) * 0x1p-53 }

    /// The number at `index`, uniform in 0 ..< `bound`.
    public func below(_ bound: Int, _ index: Int) -> Int {
        Int(bits(index).multipliedFullWidth(by: UInt64(bound)).high)
    }

    private init(state: UInt64) { self.state = state }

    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
