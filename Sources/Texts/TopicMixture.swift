import Foundation

/// A topic vector θ: a point on the simplex over K named topics.
///
/// An empty mixture (no weight asked for) is the uniform vector, which the networks also see in
/// training, so "no topic" is an answer they know.
public struct TopicMixture: Hashable, Sendable {
    /// The names of the K topics, in the model's order.
    public let names: [String]
    /// K weights that are at least 0 and sum to 1 (empty when there are no topics).
    public let weights: [Float]
    /// Whether someone asked for these topics; `false` for the uniform vector of ``none(of:)``.
    public let isChosen: Bool

    /// The uniform vector over `names`: no topic asked for.
    public static func none(of names: [String]) -> TopicMixture {
        let share = 1 / Float(max(1, names.count))
        return TopicMixture(
            names: names, weights: names.map { _ in share }, isChosen: false)
    }

    /// All weight on the topic at `index`.
    public static func only(_ index: Int, of names: [String]) -> TopicMixture {
        precondition(names.indices.contains(index), "topic \(index) of \(names.count)")
        return TopicMixture(
            names: names, weights: names.indices.map { $0 == index ? 1 : 0 }, isChosen: true)
    }

    /// Reads what a person typed: `harbour`, `harbour:2 kitchen:1`, `none`, or nothing.
    ///
    /// Names compare without case; a unique beginning of a name is enough. Weights are positive
    /// numbers and are normalised to sum to 1.
    ///
    /// - Throws: ``TopicError`` naming the word that is not a topic or not a weight.
    public init(parsing words: String, of names: [String]) throws {
        let fields = TopicMixture.fields(of: words)
        if fields.isEmpty || (fields.count == 1 && fields[0].lowercased() == "none") {
            self = .none(of: names)
            return
        }
        // A name of several words, as it is or but for its blanks.
        for whole in [
            words.trimmingCharacters(in: .whitespacesAndNewlines), fields.joined(separator: " "),
        ] {
            if let index = TopicMixture.exactIndex(of: whole, in: names) {
                self = .only(index, of: names)
                return
            }
        }
        var weights = [Float](repeating: 0, count: names.count)
        for field in fields {
            let parts = TopicMixture.parts(of: field)
            let weight = try TopicMixture.weight(parts, in: field)
            weights[try TopicMixture.index(of: String(parts[0]), in: names)] += weight
        }
        self.init(weights, of: names)
    }

    /// Topics in proportion to `weights`, one for each name, that are at least 0 and not all 0.
    init(_ weights: [Float], of names: [String]) {
        precondition(weights.count == names.count, "a weight for each topic")
        let total = weights.reduce(0, +)
        self.init(names: names, weights: weights.map { $0 / total }, isChosen: true)
    }

    /// The mixture that had these ``weights``, to the bit; nil when they are no point on the simplex.
    public init?(restoring weights: [Float], of names: [String]) {
        guard weights.count == names.count, weights.allSatisfy({ $0 >= 0 }),
            abs(weights.reduce(0, +) - 1) < 1e-3
        else { return nil }
        self.init(names: names, weights: weights, isChosen: true)
    }

    private init(names: [String], weights: [Float], isChosen: Bool) {
        self.names = names
        self.weights = weights
        self.isChosen = isChosen
    }

    /// The words of what was typed, between blanks and the commas of any script.
    static func fields(of words: String) -> [Substring] {
        words.split(whereSeparator: { $0.isWhitespace || ",،、，".contains($0) })
    }

    /// What stands between the colons of a field, narrow or as wide as an ideograph.
    static func parts(of field: Substring) -> [Substring] {
        field.split(omittingEmptySubsequences: false, whereSeparator: { $0 == ":" || $0 == "：" })
    }

    /// The weight in `NAME:WEIGHT`, whose `parts` are between the colons; 1 without a colon.
    static func weight(_ parts: [Substring], in field: Substring) throws -> Float {
        guard parts.count > 1 else { return 1 }
        guard parts.count == 2, !parts[0].isEmpty, let value = Float(plainDigits(parts[1])),
            (1e-6...1e6).contains(value)
        else { throw TopicError.badWeight(String(field)) }
        return value
    }

    /// `number` with the digits and the decimal signs of any script as plain ones.
    private static func plainDigits(_ number: Substring) -> String {
        let plain = number.unicodeScalars.map { scalar -> Unicode.Scalar in
            if "٫．".unicodeScalars.contains(scalar) { return "." }
            guard scalar.properties.numericType == .decimal,
                let value = scalar.properties.numericValue
            else { return scalar }
            return Unicode.Scalar(UInt8(ascii: "0") + UInt8(value))
        }
        return String(String.UnicodeScalarView(plain))
    }

    /// The topic that is called `name`, but for case.
    static func exactIndex(of name: some StringProtocol, in names: [String]) -> Int? {
        let wanted = name.lowercased()
        return names.firstIndex { $0.lowercased() == wanted }
    }

    static func index(of name: String, in names: [String]) throws -> Int {
        if let exact = exactIndex(of: name, in: names) { return exact }
        let matches = names.indices.filter {
            !name.isEmpty && Spelling.begins(names[$0], with: name)
        }
        switch matches.count {
        case 1: return matches[0]
        case 0:
            throw TopicError.unknown(
                name, known: names, nearest: TopicError.nearMiss(name, in: names))
        default: throw TopicError.ambiguous(name, matches.map { names[$0] })
        }
    }
}

extension TopicMixture: CustomStringConvertible {
    /// The topics that have weight, heaviest first: `harbour 0.67, kitchen 0.33`; or `none`.
    public var description: String {
        guard isChosen else { return "none" }
        let chosen = zip(names, weights).filter { $0.1 > 0.005 }.sorted { $0.1 > $1.1 }
        if chosen.count == 1 { return chosen[0].0 }
        return chosen.map { "\($0.0) \(String(format: "%.2f", $0.1))" }.joined(separator: ", ")
    }
}
