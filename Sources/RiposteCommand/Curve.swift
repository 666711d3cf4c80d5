/// A series of any length as a bounded number of points: when there are too many, neighbours become
/// their mean, and a point stands for twice as many values from then on.
package struct Curve: Sendable {
    /// The most points that are kept.
    package static let most = 512

    /// The means, oldest first.
    package private(set) var points: [Double] = []
    /// The mean of the latest values, older ones counting less.
    package private(set) var level: Double?

    /// A curve without points.
    package init() {}

    private var valuesAPoint = 1
    private var sum = 0.0
    private var count = 0

    /// Takes a value in; one that is not a number is passed over.
    package mutating func add(_ value: Double) {
        guard value.isFinite else { return }
        level = level.map { $0 + 0.1 * (value - $0) } ?? value
        sum += value
        count += 1
        guard count == valuesAPoint else { return }
        points.append(sum / Double(count))
        (sum, count) = (0, 0)
        guard points.count == Curve.most else { return }
        points = stride(from: 0, to: points.count, by: 2).map { (points[$0] + points[$0 + 1]) / 2 }
        valuesAPoint *= 2
    }

    /// The curve at `count` places at equal distances, from its first point to its last.
    package func sampled(_ count: Int) -> [Double] {
        guard let last = points.last else { return [] }
        guard count > 1, points.count > 1 else { return Array(repeating: last, count: count) }
        if points.count >= count {
            // Each place is the mean of its share, so that no peak depends on where it falls.
            return (0..<count).map { place in
                let first = place * points.count / count
                let end = max(first + 1, (place + 1) * points.count / count)
                return points[first..<end].reduce(0, +) / Double(end - first)
            }
        }
        return (0..<count).map { place in
            let position = Double(place) * Double(points.count - 1) / Double(count - 1)
            let index = min(Int(position), points.count - 2)
            let share = position - Double(index)
            return points[index] * (1 - share) + points[index + 1] * share
        }
    }
}
