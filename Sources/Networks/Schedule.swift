import Foundation

/// A value as a function of the share of a phase that is done, 0 to 1.
public typealias Schedule = @Sendable (Double) -> Double

/// The schedules that training uses. Shares below 0 count as 0, above 1 as 1.
public enum Schedules {
    /// `value` always.
    public static func constant(_ value: Double) -> Schedule { { _ in value } }

    /// From `first` to `last` along half a cosine (Loshchilov and Hutter 2017):
    /// last + (first − last)·(1 + cos πs)/2.
    public static func cosine(from first: Double, to last: Double) -> Schedule {
        { share in
            last + (first - last) * (1 + cos(.pi * min(1, max(0, share)))) / 2
        }
    }

    /// From `first` to `last` in equal ratios: first·(last/first)ˢ. Both are above 0 and both are met.
    public static func exponential(from first: Double, to last: Double) -> Schedule {
        { share in first * pow(last / first, min(1, max(0, share))) }
    }

    /// `schedule` after a rise in a straight line from 0 over the first `share` of the phase.
    public static func warmup(_ warmShare: Double, _ schedule: @escaping Schedule) -> Schedule {
        { share in
            let rise = warmShare > 0 ? min(1, max(0, share / warmShare)) : 1
            return rise * schedule(share)
        }
    }
}
