/// A trie of character n-grams: one numbered node for every n-gram, the root for the empty one.
///
/// The edges lie in one open-addressing hash table under the exact key (parent node, scalar), which
/// fits 64 bits, so n-grams of any order and any script are told apart without a string and
/// without a collision. What a node stands for (a count, a context) is kept by the owner, in arrays
/// that the node numbers index. Node numbers are dense and given in order of insertion.
struct NgramTrie: Sendable {
    /// The node of the empty n-gram.
    static let root = 0

    private struct Edge {
        var key: UInt64
        /// The node that the edge leads to; the root, to which no edge leads, marks a free slot.
        var child: UInt32
    }

    private var edges: [Edge]
    private var mask: Int
    /// Nodes so far, the root included; the next new node gets this number.
    private(set) var nodeCount = 1

    init() {
        let slots = 1 << 12
        edges = Array(repeating: Edge(key: 0, child: 0), count: slots)
        mask = slots - 1
    }

    /// The node that `scalar` leads to from `node`, or `nil` where the trie has no such n-gram.
    func child(of node: Int, _ scalar: UInt32) -> Int? {
        let slot = slot(for: NgramTrie.key(node, scalar))
        let child = Int(edges[slot].child)
        return child == NgramTrie.root ? nil : child
    }

    /// The node that `scalar` leads to from `node`, made where there is none yet.
    mutating func insertChild(of node: Int, _ scalar: UInt32) -> Int {
        let key = NgramTrie.key(node, scalar)
        let slot = slot(for: key)
        let child = Int(edges[slot].child)
        if child != NgramTrie.root { return child }

        precondition(nodeCount < Int(UInt32.max), "more than 2³² n-grams")
        let made = nodeCount
        nodeCount += 1
        edges[slot] = Edge(key: key, child: UInt32(made))
        if 2 * nodeCount > edges.count { grow() }
        return made
    }

    /// Enters every n-gram of `order` in `text`, shorter ones included, and calls `visit` with the
    /// node of each window of exactly `order` scalars, in reading order.
    mutating func insert(windowsOf order: Int, in text: String, visit: (Int) -> Void) {
        precondition(order > 0, "n-grams of order \(order)")
        // path[k]: the node of the last k scalars.
        var path = [Int](repeating: NgramTrie.root, count: order + 1)
        var known = 0
        for scalar in text.unicodeScalars {
            known = min(known + 1, order)
            for length in stride(from: known, through: 1, by: -1) {
                path[length] = insertChild(of: path[length - 1], scalar.value)
            }
            if known == order { visit(path[order]) }
        }
    }

    private static func key(_ node: Int, _ scalar: UInt32) -> UInt64 {
        UInt64(node) << 32 | UInt64(scalar)
    }

    /// The slot that holds `key`, or the free slot where it belongs (linear probing; the table is
    /// at most half full, so there is always a free one).
    @inline(__always)
    private func slot(for key: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: mixed(key)) & mask
        while edges[slot].child != 0, edges[slot].key != key { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        let old = edges
        edges = Array(repeating: Edge(key: 0, child: 0), count: 2 * old.count)
        mask = edges.count - 1
        for edge in old where edge.child != 0 { edges[slot(for: edge.key)] = edge }
    }
}

/// A permutation of the 64-bit words in which every bit depends on every bit: the finaliser of
/// MurmurHash3 (Appleby 2011), so that keys that differ little lie far apart in a table.
@inline(__always)
func mixed(_ word: UInt64) -> UInt64 {
    var word = word
    word = (word ^ (word >> 33)) &* 0xFF51_AFD7_ED55_8CCD
    word = (word ^ (word >> 33)) &* 0xC4CE_B9FE_1A85_EC53
    return word ^ (word >> 33)
}
