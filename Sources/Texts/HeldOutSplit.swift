/// Which documents are held out, and which are cut so that a part of them can be.
///
/// Each topic is split by itself. A document is held out when the fraction that its content's hash
/// gives is below the share, so neither order nor other files matter. Where that misses the share
/// by more than a quarter of it (few documents, or unequal ones), documents are taken in the order
/// of their fractions instead, each if it brings the held-out part closer to the share. Equal documents
/// stay together, also those of several topics: what was learned by heart would not be held out. A single
/// document is cut, and its last part held out; so is the longest of a few files.
struct HeldOutSplit {
    /// All documents, with the two parts of a cut one in its place.
    private(set) var spans: [DocumentSpan] = []
    /// The documents to train on, in ascending order.
    private(set) var training: [Int] = []
    /// The documents held out, in ascending order.
    private(set) var heldOut: [Int] = []

    private let share: Double
    private var held: Set<Int> = []
    private var parts: [Int: (DocumentSpan, DocumentSpan)] = [:]

    /// Cuts a document so that the given share of it is left for the second part.
    typealias Cut = (DocumentSpan, Double) -> (DocumentSpan, DocumentSpan)?

    /// Splits `spans`.
    ///
    /// - Parameters:
    ///   - topics: the topic of each document.
    ///   - share: about which share of the characters to hold out; 0 holds out nothing.
    ///   - cutsFiles: whether one of a few documents may be cut (files may, dialogues may not).
    ///   - cut: cuts a document; nil when it has only one unit.
    /// - Throws: ``TextError/tooShort(characters:)`` when nothing can be held out.
    init(
        _ spans: [DocumentSpan], topics: [Int], share: Double, cutsFiles: Bool, cut: Cut
    ) throws {
        self.share = share
        if share > 0 {
            // In one order, for where copies go may hang on it.
            let groups = Dictionary(grouping: spans.indices) { topics[$0] }
                .sorted { $0.key < $1.key }.map(\.value)
            for group in groups {
                split(group, of: spans, cutsFiles: cutsFiles, cut: cut)
            }
            holdCopies(of: spans, in: groups)
            if held.isEmpty, parts.isEmpty {
                guard spans.count > 1 else {
                    throw TextError.tooShort(characters: spans.reduce(0) { $0 + $1.length })
                }
                held = closest(Array(spans.indices), of: spans)
            }
        }
        for (index, span) in spans.enumerated() {
            if let (first, second) = parts[index] {
                add(first, isHeld: false)
                add(second, isHeld: true)
            } else {
                add(span, isHeld: held.contains(index))
            }
        }
    }

    private mutating func add(_ span: DocumentSpan, isHeld: Bool) {
        if isHeld { heldOut.append(spans.count) } else { training.append(spans.count) }
        spans.append(span)
    }

    private mutating func split(
        _ group: [Int], of spans: [DocumentSpan], cutsFiles: Bool, cut: Cut
    ) {
        let target = self.target(group, of: spans)
        func error(_ chosen: some Sequence<Int>) -> Double {
            abs(chosen.reduce(0) { $0 + Double(spans[$1].length) } - target)
        }
        var chosen = Set(group.filter { spans[$0].fraction < share })
        if chosen.count == group.count || error(chosen) > target / 4 {
            chosen = closest(group, of: spans)
        }
        if group.count == 1 || (cutsFiles && error(chosen) > target / 2) {
            let longest = group.max { spans[$0].rank < spans[$1].rank }
            if let longest, target < Double(spans[longest].length),
                let halves = cut(spans[longest], target / Double(spans[longest].length))
            {
                parts[longest] = halves
                return
            }
        }
        held.formUnion(chosen)
    }

    /// Holds out what equals a document that is held out; where that would leave a topic nothing to train
    /// on, trains on all of them.
    private mutating func holdCopies(of spans: [DocumentSpan], in groups: [[Int]]) {
        var hashes = Set(held.map { spans[$0].hash })
        for group in groups
        where group.allSatisfy({ hashes.contains(spans[$0].hash) && parts[$0] == nil }) {
            hashes.subtract(group.map { spans[$0].hash })
        }
        held = Set(spans.indices.filter { hashes.contains(spans[$0].hash) && parts[$0] == nil })
    }

    private func target(_ group: [Int], of spans: [DocumentSpan]) -> Double {
        share * group.reduce(0) { $0 + Double(spans[$1].length) }
    }

    /// Documents that together are about the share of `group`: not all, and one at least of two.
    private func closest(_ group: [Int], of spans: [DocumentSpan]) -> Set<Int> {
        let copies = Dictionary(grouping: group) { spans[$0].hash }
        // Where all are equal they cannot stay together.
        let sets = copies.count > 1 ? Array(copies.values) : group.map { [$0] }
        func length(_ set: [Int]) -> Double { set.reduce(0) { $0 + Double(spans[$1].length) } }
        let order = sets.sorted {
            (spans[$0[0]].fraction, $0[0]) < (spans[$1[0]].fraction, $1[0])
        }
        let target = self.target(group, of: spans)
        var chosen: Set<Int> = []
        var characters = 0.0
        for set in order where chosen.count + set.count < group.count {
            let more = characters + length(set)
            guard abs(more - target) < abs(characters - target) else { continue }
            chosen.formUnion(set)
            characters = more
        }
        if chosen.isEmpty, sets.count > 1 {
            let shortest = order.min {
                (length($0), spans[$0[0]].rank.1) < (length($1), spans[$1[0]].rank.1)
            }
            chosen = Set(shortest ?? [])
        }
        return chosen
    }
}

extension DocumentSpan {
    fileprivate var length: Int { Int(characters) }

    /// Orders documents by length, and those of equal length by their content.
    fileprivate var rank: (UInt32, UInt64) { (characters, hash) }

    /// A number from 0 up to 1 that belongs to the content.
    fileprivate var fraction: Double { Double(SplitMix64.mix(hash) >> 11) / Double(1 << 53) }
}
