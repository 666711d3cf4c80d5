import Foundation

/// The range of a plot's axis, with round numbers along it.
package struct Axis {
    /// What it spans.
    package let range: ClosedRange<Double>
    /// Where numbers stand, ascending.
    package let ticks: [Double]
    /// Digits behind the point that tell neighbouring ticks apart.
    package let places: Int

    /// An axis that holds all finite `values`, in about `count` steps of 1, 2 or 5 times a power of ten:
    /// from tick to tick, or from the least value to the greatest when it `isTight`.
    package init(
        holding values: some Sequence<Double>, ticks count: Int = 5, isTight: Bool = false
    ) {
        let finite = values.filter(\.isFinite)
        var low = finite.min() ?? 0
        var high = finite.max() ?? 1
        if high - low < 1e-9 * max(1, abs(high)) {
            // One value has no extent: some room around it.
            let room = max(abs(high) * 0.1, 1e-3)
            low -= room
            high += room
        }
        let raw = (high - low) / Double(max(1, count))
        let power = pow(10, floor(log10(raw)))
        let step = power * ([1, 2, 5].first { $0 * power >= raw * 0.999 } ?? 10)
        let first = (low / step + 1e-9).rounded(.down)
        let last = (high / step - 1e-9).rounded(.up)
        let all = (0...Int(last - first)).map { (first + Double($0)) * step }
        let room = 1e-6 * step
        ticks = isTight ? all.filter { (low - room...high + room).contains($0) } : all
        range = isTight ? low...high : (all.first ?? low)...(all.last ?? high)
        places = max(0, Int(-floor(log10(step) + 1e-9)))
    }

    /// Where `value` lies: 0 at the beginning of the range, 1 at its end.
    package func share(_ value: Double) -> Double {
        (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    }

    /// A tick as it is written.
    package func label(_ tick: Double) -> String {
        places == 0 && abs(tick) >= 10_000 ? Axis.short(tick) : Numbers.fixed(tick, places)
    }

    private static func short(_ value: Double) -> String {
        let thousands = value / 1000
        return Numbers.fixed(thousands, thousands == thousands.rounded() ? 0 : 1) + "k"
    }
}

/// Numbers as a page shows them: with a point, whatever the locale.
package enum Numbers {
    /// `value` with `places` digits behind the point; never "-0".
    package static func fixed(_ value: Double, _ places: Int) -> String {
        guard value.isFinite else { return "–" }
        let text = String(format: "%.\(places)f", value)
        return Double(text) == 0 && text.hasPrefix("-") ? String(text.dropFirst()) : text
    }

    /// `1,234,567`
    package static func grouped(_ number: Int) -> String {
        let digits = Array(String(number.magnitude))
        let groups = digits.enumerated().map { index, digit in
            (index > 0 && (digits.count - index) % 3 == 0 ? "," : "") + String(digit)
        }
        return (number < 0 ? "-" : "") + groups.joined()
    }

    /// A coordinate: two digits are a fiftieth of a pixel.
    static func coordinate(_ value: Double) -> String {
        let text = fixed(value, 2)
        guard text.contains(".") else { return text }
        let trimmed = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
        return String(trimmed.reversed())
    }
}
