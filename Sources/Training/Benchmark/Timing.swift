/// The times of something that was repeated.
struct Timing {
    /// Seconds, in the order they were measured; never empty when asked for figures.
    var seconds: [Double] = []

    /// The middle one.
    var median: Double { quantile(0.5) }

    /// Half the distance between the quartiles, as a share of the median.
    var spread: Double { median > 0 ? (quantile(0.75) - quantile(0.25)) / 2 / median : 0 }

    /// The value below which `share` of the times lie, between two of them in proportion.
    func quantile(_ share: Double) -> Double {
        let sorted = seconds.sorted()
        guard let last = sorted.indices.last else { return 0 }
        let place = share * Double(last)
        let below = Int(place)
        let above = min(below + 1, last)
        return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
    }

    /// Times one run of `body`.
    mutating func time(_ body: () throws -> Void) rethrows {
        let began = ContinuousClock.now
        try body()
        seconds.append(began.duration(to: .now).seconds)
    }
}
