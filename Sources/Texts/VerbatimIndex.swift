/// An index of every 24-gram of the training text, which tells what a sample has copied from it.
///
/// A character is *copied* if it lies in a run of `length` or more characters that stands verbatim
/// inside one training text; equivalently, if some window of `length` characters around it is in
/// this index. Windows are found by a rolling hash and compared character by character before they
/// count, so there are no false positives; every window is entered, so there are no false negatives.
///
/// Memory is 4 bytes for each character of training and 6 more for its place in the table, whatever
/// the text repeats: 300 MB for 30 million characters.
public struct VerbatimIndex: Sendable {
    /// The shortest run that counts as copied.
    public let length: Int

    /// The training texts, one after the other.
    private var text: [UInt32] = []
    /// Open addressing. A slot holds the position of a window in `text`, and in the bits that
    /// positions leave free a tag of its hash, which spares nearly all comparisons that would fail.
    private var slots: [UInt32] = []
    private var positionBits = 0
    private let hash: RollingHash

    private static let free = UInt32.max

    /// Enters every window of `length` characters of each of `texts`.
    public init(of texts: some Sequence<String>, length: Int = 24) {
        self.length = length
        hash = RollingHash(length: length)

        var ends: [Int] = []
        for text in texts {
            self.text.append(contentsOf: text.unicodeScalars.lazy.map(\.value))
            ends.append(self.text.count)
        }
        precondition(text.count < Int(UInt32.max), "more than 2³² characters of training text")
        positionBits = Int.bitWidth - text.count.leadingZeroBitCount
        slots = Array(repeating: VerbatimIndex.free, count: text.count + text.count / 2 + 1)
        var start = 0
        for end in ends {
            enter(start..<end)
            start = end
        }
    }

    /// Novelty as the design calls it: the share of the characters of `texts` that are copied. 0 is
    /// a text without any long quotation, 1 is training text throughout. Print the figure of held-out
    /// real text beside it: where people write in set phrases, that is far from 0 too.
    ///
    /// `nil` where `texts` have no character.
    public func novelty(of texts: some Sequence<String>) -> Double? {
        var copied = 0
        var characters = 0
        for text in texts {
            let scalars = text.unicodeScalars.map(\.value)
            characters += scalars.count
            copied += copiedRanges(in: scalars).reduce(0) { $0 + $1.count }
        }
        return characters == 0 ? nil : Double(copied) / Double(characters)
    }

    /// Where `text` is copied: the ranges of its Unicode scalars that copied runs cover, in order.
    /// Runs that overlap or touch, be they from different places, make one range.
    public func copiedRanges(in text: String) -> [Range<Int>] {
        copiedRanges(in: text.unicodeScalars.map(\.value))
    }

    private func copiedRanges(in scalars: [UInt32]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        hash.forEachWindow(of: scalars, in: scalars.indices) { position, hash in
            let slot = slot(for: hash, of: scalars, at: position)
            guard slots[slot] != VerbatimIndex.free else { return }
            let end = position + length
            if let last = ranges.last, position <= last.upperBound {
                ranges[ranges.count - 1] = last.lowerBound..<end
            } else {
                ranges.append(position..<end)
            }
        }
        return ranges
    }

    private mutating func enter(_ range: Range<Int>) {
        let scalars = text
        hash.forEachWindow(of: scalars, in: range) { position, hash in
            let slot = slot(for: hash, of: scalars, at: position)
            if slots[slot] == VerbatimIndex.free { slots[slot] = tag(hash) | UInt32(position) }
        }
    }

    /// The slot of the window of `scalars` at `position`, or the free one where it belongs.
    @inline(__always)
    private func slot(for hash: UInt64, of scalars: [UInt32], at position: Int) -> Int {
        var slot = Int(hash.multipliedFullWidth(by: UInt64(slots.count)).high)
        let tag = tag(hash)
        while slots[slot] != VerbatimIndex.free {
            let entry = slots[slot]
            if entry & tagMask == tag {
                let other = Int(entry & ~tagMask)
                if (0..<length).allSatisfy({ scalars[position + $0] == text[other + $0] }) { break }
            }
            slot = slot + 1 == slots.count ? 0 : slot + 1
        }
        return slot
    }

    private var tagMask: UInt32 { ~0 << positionBits }

    /// The low bits of the hash, which the slot hardly depends on, above those of a position.
    @inline(__always)
    private func tag(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash) & tagMask }
}
