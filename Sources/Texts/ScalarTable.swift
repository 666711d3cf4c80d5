/// From a scalar to its symbol in two array reads.
///
/// The code space is cut into pages of 256; pages without a symbol share one empty page, so the
/// table of a Latin alphabet has three pages and that of a Chinese one about a hundred.
struct ScalarTable: Sendable {
    private var pageOfBlock: [UInt16]
    private var entries: [Symbol]

    /// Numbers `scalars` upwards from `firstSymbol`.
    init(_ scalars: [Unicode.Scalar], firstSymbol: Int) {
        pageOfBlock = [UInt16](repeating: 0, count: 0x1100)
        entries = [Symbol](repeating: 0, count: 256)
        for (index, scalar) in scalars.enumerated() {
            let block = Int(scalar.value >> 8)
            if pageOfBlock[block] == 0 {
                pageOfBlock[block] = UInt16(entries.count / 256)
                entries.append(contentsOf: repeatElement(0, count: 256))
            }
            entries[Int(pageOfBlock[block]) * 256 + Int(scalar.value & 0xFF)] =
                Symbol(firstSymbol + index)
        }
    }

    /// The symbol of `scalar`, or nil when it has none of its own.
    subscript(_ scalar: Unicode.Scalar) -> Symbol? {
        let page = Int(pageOfBlock[Int(scalar.value >> 8)])
        let symbol = entries[page * 256 + Int(scalar.value & 0xFF)]
        return symbol == 0 ? nil : symbol
    }
}
