import Foundation

/// Unicode's normal form NFC, skipped where its quick check (UAX 15) shows that nothing changes.
enum Normalisation {
    /// What the quick check knows of a scalar: its canonical combining class, or ``maybe``.
    typealias Kind = UInt8

    /// The kind of the scalars that NFC may change, or join with the one before.
    static let maybe: Kind = 254

    /// `text` in NFC.
    static func composed(_ text: String) -> String {
        var previous: Kind = 0
        for scalar in text.unicodeScalars {
            let kind = kind(of: scalar)
            guard admits(kind, after: previous) else {
                return text.precomposedStringWithCanonicalMapping
            }
            previous = kind
        }
        return text
    }

    /// Whether a scalar may follow another one in NFC: marks stand in ascending order.
    @inline(__always)
    static func admits(_ kind: Kind, after previous: Kind) -> Bool {
        kind == 0 || (kind != maybe && kind >= previous)
    }

    /// The kind of `scalar`.
    static func kind(of scalar: Unicode.Scalar) -> Kind {
        switch scalar.value {
        // Latin; general punctuation after its two odd spaces; CJK signs and kana without their
        // voicing marks; ideographs; Hangul syllables: most of what most texts hold, told without
        // a look into Unicode's tables.
        case ..<0x300, 0x2002...0x206F, 0x3000...0x3029, 0x3030...0x3098, 0x309B...0x9FFF,
            0xAC00...0xD7A3:
            return 0
        // The letters of Hangul, which join into syllables.
        case 0x1100...0x11FF:
            return maybe
        default:
            let one = String(Character(scalar))
            let isStable = one.precomposedStringWithCanonicalMapping.unicodeScalars
                .elementsEqual(CollectionOfOne(scalar))
            guard isStable, !joining.contains(scalar) else { return maybe }
            return scalar.properties.canonicalCombiningClass.rawValue
        }
    }

    /// The scalars that NFC can join with the one before: the last ones of all canonical
    /// decompositions, which lie in these blocks.
    private static let joining: Set<Unicode.Scalar> = {
        let blocks: [ClosedRange<UInt32>] = [
            0xC0...0x30FF, 0xFB00...0xFB4F, 0x1_1000...0x1_1FFF, 0x1_6000...0x1_6FFF,
            0x1_D100...0x1_D1FF,
        ]
        var joining: Set<Unicode.Scalar> = []
        for scalar in blocks.joined().compactMap(Unicode.Scalar.init) {
            let parts = String(Character(scalar)).decomposedStringWithCanonicalMapping
                .unicodeScalars
            if parts.count > 1, let last = parts.last { joining.insert(last) }
        }
        return joining
    }()
}
