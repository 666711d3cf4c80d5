import Foundation

/// What the words that someone chose a topic with came to.
///
/// Words may be names of topics (`harbour`), names with weights (`harbour:2 kitchen:1`), any other words
/// (`storm at sea`), or all of these together (`harbour:2 storm at sea`); `none` and nothing at all mean
/// no topic. All words that are no names are read together, and weigh as much as one name.
public struct TopicReading: Hashable, Sendable {
    /// A word that the model's texts do not have, and the words that it was taken for.
    public struct Likened: Hashable, Sendable {
        /// What was typed.
        public let word: String
        /// What the texts have, the likest first.
        public let kin: [String]
    }

    /// The topic vector.
    public let mixture: TopicMixture
    /// Whether words other than names had a part in it.
    public let isInferred: Bool
    /// The words that had no part in it, because the texts have neither them nor anything like them.
    public let unknown: [String]
    /// The words that other words stood for.
    public let likened: [Likened]

    /// Reads what a person typed.
    ///
    /// - Parameters:
    ///   - names: the model's topics.
    ///   - model: what words tell about them; nil in models that were made without.
    /// - Throws: ``TopicError`` when nothing that was typed says anything about a topic.
    public init(_ words: String, names: [String], model: TopicModel?) throws {
        do {
            mixture = try TopicMixture(parsing: words, of: names)
            (isInferred, unknown, likened) = (false, [], [])
            return
        } catch let error as TopicError {
            if case .badWeight = error { throw error }
            guard let model, !names.isEmpty else {
                if case .unknown(let word, let known, nil) = error, !known.isEmpty {
                    throw TopicError.noWords(word, known: known)
                }
                throw error
            }
            var parser = TopicParser(names: names, model: model)
            let weights = try parser.weights(of: words, otherwise: error)
            mixture = TopicMixture(weights, of: names)
            isInferred = true
            (unknown, likened) = (parser.unknown, parser.likened)
        }
    }

    /// What a person should know beside the mixture, one line each: which words were not understood, and
    /// which were taken for others.
    public var notes: [String] {
        var notes = likened.map { "\"\($0.word)\" is read as \($0.kin.joined(separator: ", "))" }
        if !unknown.isEmpty {
            let quoted = unknown.map { "\"\($0)\"" }.joined(separator: ", ")
            notes.append("unknown, and left out: \(quoted)")
        }
        return notes
    }
}

/// Takes apart what was typed and adds up what its parts say.
struct TopicParser {
    let names: [String]
    let model: TopicModel
    private(set) var unknown: [String] = []
    private(set) var likened: [TopicReading.Likened] = []

    init(names: [String], model: TopicModel) {
        self.names = names
        self.model = model
    }

    /// The weights of all topics, with any sum above 0.
    ///
    /// - Parameter problem: why `text` is not made of names, for the case that it says nothing.
    mutating func weights(of text: String, otherwise problem: TopicError) throws -> [Float] {
        let fields = TopicMixture.fields(of: text)
        var sums = [Float](repeating: 0, count: names.count)
        var phrase: [Substring] = []
        var isTold = false
        for field in fields {
            let parts = TopicMixture.parts(of: field)
            if parts.count > 1 {
                let weight = try TopicMixture.weight(parts, in: field)
                if let index = try? TopicMixture.index(of: String(parts[0]), in: names) {
                    sums[index] += weight
                } else {
                    add(try theta([parts[0]], otherwise: problem), times: weight, to: &sums)
                }
                isTold = true
            } else if let index = TopicMixture.exactIndex(of: field, in: names) {
                sums[index] += 1
                isTold = true
            } else {
                phrase.append(field)
            }
        }
        if fields.count == 1, let word = phrase.first, isMistyped(String(word)) { throw problem }
        if !phrase.isEmpty {
            // Beside what is told, words without a weight that say nothing are only reported.
            let theta = try isTold ? self.theta(phrase) : theta(phrase, otherwise: problem)
            add(theta, times: 1, to: &sums)
        }
        return sums
    }

    private func add(_ theta: [Float]?, times weight: Float, to sums: inout [Float]) {
        for (index, share) in (theta ?? []).enumerated() { sums[index] += weight * share }
    }

    /// Whether the only word that was typed is rather a name with a slip than a word of its own.
    private func isMistyped(_ word: String) -> Bool {
        let own = WordBreaks.words(of: word)
        guard own.count == 1, model.row(of: own[0]) == nil else { return false }
        return TopicError.nearMiss(own[0], in: names).map { !own[0].hasPrefix($0.lowercased()) }
            ?? false
    }

    private mutating func theta(_ phrase: [Substring], otherwise problem: TopicError) throws
        -> [Float]
    {
        if let theta = theta(phrase) { return theta }
        if phrase.count == 1, case .ambiguous(let word, _) = problem, word == phrase[0] {
            throw problem
        }
        // One word: as if only names could be typed, with a suggestion where there is one.
        if phrase.count == 1, !unknown.isEmpty {
            throw TopicError.unknown(
                String(phrase[0]), known: names,
                nearest: TopicError.nearMiss(String(phrase[0]), in: names))
        }
        throw TopicError.nothingTold(phrase.joined(separator: " "), unknown: unknown, known: names)
    }

    private mutating func theta(_ phrase: [Substring]) -> [Float]? {
        var evidence: [TopicModel.Evidence] = []
        for word in WordBreaks.words(of: phrase.joined(separator: " ")) {
            if let row = model.row(of: word) {
                evidence.append(TopicModel.Evidence(lifts: model.lifts(row: row), weight: 1))
                continue
            }
            let kin = WordKinship.kin(
                of: word, in: model.words, contains: { model.row(of: $0) != nil })
            if kin.isEmpty {
                if !unknown.contains(word) { unknown.append(word) }
            } else {
                evidence.append(TopicModel.Evidence(lifts: model.lifts(of: kin), weight: 1))
                let read = TopicReading.Likened(word: word, kin: kin.map(\.word))
                if !likened.contains(read) { likened.append(read) }
            }
        }
        return model.weights(ofPhrase: evidence)
    }
}

extension TopicModel {
    /// The lifts of a word that is like `kin`: their mean, the likest counting most.
    func lifts(of kin: [WordKinship.Kin]) -> [Float] {
        var sums = [Float](repeating: 0, count: names.count + styles)
        var total: Float = 0
        for one in kin {
            guard let row = row(of: one.word) else { continue }
            let weight = one.likeness * one.likeness
            total += weight
            for (topic, lift) in lifts(row: row).enumerated() { sums[topic] += weight * lift }
        }
        return total > 0 ? sums.map { $0 / total } : sums.map { _ in 1 }
    }
}
