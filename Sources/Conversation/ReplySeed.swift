/// The seeds of a session's replies.
enum ReplySeed {
    /// The seed of the reply with this number (from 0): number `number` of the SplitMix64 sequence
    /// that starts from `session`.
    ///
    /// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
    /// It is cut to 53 bits, which every reader of JSON keeps exactly.
    static func derived(from session: UInt64, number: Int) -> UInt64 {
        var bits = session &+ (UInt64(truncatingIfNeeded: number) &+ 1) &* 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return (bits ^ (bits >> 31)) >> 11
    }
}
