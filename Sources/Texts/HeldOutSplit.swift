/// Which documents are held out, and which are cut so that a part of them can be.
///
/// Each topic is split by itself. A document is held out when the fraction that its content's hash
/// gives is below the share, so neither order nor other files matter. Where that misses the share
/// by more than a quarter of it (few documents, or unequal ones), documents are taken in the order
/// of their fractions instead, each if it brings the held-out part closer to the share. A single
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
            let groups = Dictionary(grouping: spans.indices) { topics[$0] }
            for group in groups.values {
                split(group, of: spans, cutsFiles: cutsFiles, cut: cut)
            }
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

    private func target(_ group: [Int], of spans: [DocumentSpan]) -> Double {
        share * group.reduce(0) { $0 + Double(spans[$1].length) }
    }

    /// Documents that together are about the share of `group`: not all, and one at least of two.
    private func closest(_ group: [Int], of spans: [DocumentSpan]) -> Set<Int> {
        let order = group.sorted { (spans[$0].fraction, $0) < (spans[$1].fraction, $1) }
        let target = self.target(group, of: spans)
        var chosen: Set<Int> = []
        var characters = 0.0
        for index in order where chosen.count + 1 < group.count {
            let more = characters + Double(spans[index].length)
            guard abs(more - target) < abs(characters - target) else { continue }
            chosen.insert(index)
            characters = more
        }
        if chosen.isEmpty, group.count > 1 {
            chosen = Set(order.min { spans[$0].rank < spans[$1].rank }.map { [$0] } ?? [])
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
