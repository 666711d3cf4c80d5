import Texts

/// The seeds of a session's replies.
enum ReplySeed {
    /// The seed of the reply with this number (from 0): number `number` of the SplitMix64 sequence
    /// that starts from `session`.
    ///
    /// It is cut to 53 bits, which every reader of JSON keeps exactly.
    static func derived(from session: UInt64, number: Int) -> UInt64 {
        let place = UInt64(truncatingIfNeeded: number) &+ 1
        return SplitMix64.mix(session &+ place &* SplitMix64.step) >> 11
    }
}
