/// How often each scalar occurs in a corpus, and what NFC may do to it.
///
/// Both tables span the whole code space, so that the scan reads and writes them without a search;
/// memory is used only where a script is met.
final class ScalarCensus {
    /// The count of each scalar, by its value.
    let counts: UnsafeMutablePointer<Int>
    /// The kind of each scalar plus 1; 0 where nobody looked yet.
    private let kinds: UnsafeMutablePointer<UInt8>
    private static let size = 0x11_0000

    init() {
        counts = .allocate(capacity: ScalarCensus.size)
        counts.initialize(repeating: 0, count: ScalarCensus.size)
        kinds = .allocate(capacity: ScalarCensus.size)
        kinds.initialize(repeating: 0, count: ScalarCensus.size)
    }

    deinit {
        counts.deallocate()
        kinds.deallocate()
    }

    /// What NFC's quick check knows of `scalar`.
    @inline(__always)
    func kind(of scalar: Unicode.Scalar) -> Normalisation.Kind {
        let known = kinds[Int(scalar.value)]
        return known == 0 ? look(scalar) : known - 1
    }

    private func look(_ scalar: Unicode.Scalar) -> Normalisation.Kind {
        let kind = Normalisation.kind(of: scalar)
        kinds[Int(scalar.value)] = kind + 1
        return kind
    }

    /// Counts what NFC makes of `text` in place of `text`, which was counted already.
    func recount(_ text: String) {
        let composed = Normalisation.composed(text)
        guard !composed.unicodeScalars.elementsEqual(text.unicodeScalars) else { return }
        for scalar in text.unicodeScalars { counts[Int(scalar.value)] -= 1 }
        for scalar in composed.unicodeScalars { counts[Int(scalar.value)] += 1 }
    }

    /// The alphabet of what was counted; the separators are always in it.
    func alphabet() -> Alphabet {
        var table: [Unicode.Scalar: Int] = ["\n": .max, " ": .max]
        for value in 0..<ScalarCensus.size where counts[value] > 0 {
            guard let scalar = Unicode.Scalar(UInt32(value)), table[scalar] == nil else { continue }
            table[scalar] = counts[value]
        }
        return Alphabet(counts: table)
    }
}
