/// How often each n-gram of one order stands in each of two sets of texts.
struct NgramTally {
    let order: Int
    /// All n-grams of each side.
    private(set) var totals = SIMD2<Int>()
    private var trie = NgramTrie()
    /// By node of the trie; nodes of shorter n-grams keep zeros.
    private(set) var counts: [SIMD2<UInt32>] = []

    init(order: Int) { self.order = order }

    mutating func count(_ texts: some Sequence<String>, side: Int) {
        for text in texts {
            trie.insert(windowsOf: order, in: text) { node in
                if node >= counts.count {
                    counts.append(contentsOf: repeatElement(.zero, count: node + 1 - counts.count))
                }
                counts[node][side] += 1
                totals[side] += 1
            }
        }
    }
}
