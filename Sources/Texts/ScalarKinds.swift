/// The few questions that the rules of this room ask about a scalar.
extension Unicode.Scalar {
    /// Whether the scalar leaves no ink and separates words.
    var isBlank: Bool {
        switch value {
        case 0x20, 0x09...0x0D, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
            0x3000, 0xFEFF:
            true
        default: false
        }
    }

    /// Whether the scalar is of a script that puts no blanks between words: Thai, Lao, Burmese,
    /// Khmer, Chinese, Japanese, with their punctuation.
    var isOfSpacelessScript: Bool {
        switch value {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF: true
        case 0x2E80...0x312F, 0x31A0...0x9FFF, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFFEF:
            true
        case 0x20000...0x3FFFF: true
        default: false
        }
    }

    /// Whether the scalar is a vowel point of Hebrew or Arabic, which most writers leave out.
    var isVowelPoint: Bool {
        switch value {
        case 0x591...0x5BD, 0x5BF...0x5C7, 0x64B...0x65F, 0x670: true
        default: false
        }
    }

    /// How many columns of a fixed-width page the scalar takes, roughly.
    var columns: Int {
        switch value {
        case ..<0x300: 1
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F,
            0xFF00...0xFF60, 0x1F300...0x1FAFF, 0x20000...0x3FFFF:
            2
        default:
            switch properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .format: 0
            default: 1
            }
        }
    }

    /// Whether the scalar is punctuation of any kind.
    var isPunctuation: Bool {
        switch properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
            .initialPunctuation, .finalPunctuation, .otherPunctuation:
            true
        default: false
        }
    }

    /// Whether the scalar opens a bracket or a quotation.
    var isOpening: Bool {
        switch properties.generalCategory {
        case .openPunctuation, .initialPunctuation: true
        default: false
        }
    }

    /// Whether a sentence may end with the scalar: a full stop of any script, or what closes a
    /// quotation after it.
    var mayEndSentence: Bool {
        if properties.isSentenceTerminal { return true }
        switch properties.generalCategory {
        case .closePunctuation, .finalPunctuation: return true
        default: return self == "\"" || self == "'" || self == "\u{2026}"
        }
    }
}

extension Collection<Unicode.Scalar> {
    /// How many scalars of the script of this word tell as much as three letters: one ideograph, two
    /// syllables of Hangul or kana.
    var fewestTelling: Int {
        if contains(where: \.properties.isIdeographic) { return 1 }
        let areSyllables = contains {
            (0x3041...0x30FF).contains($0.value) || (0xAC00...0xD7A3).contains($0.value)
        }
        return areSyllables ? 2 : 3
    }
}

extension Sequence<Unicode.Scalar> {
    /// Whether the first scalar binds the letter before it to the next one, as in most scripts of India.
    var beginsWithVirama: Bool {
        var scalars = makeIterator()
        return scalars.next()?.properties.canonicalCombiningClass == .virama
    }
}

extension String {
    /// The text with LF where it had CRLF or CR.
    var withLineFeeds: String {
        guard utf8.contains(0x0D) else { return self }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        bytes.appendWithLineFeeds(utf8)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension [UInt8] {
    /// Appends UTF-8 text with LF where it has CRLF or CR.
    mutating func appendWithLineFeeds(_ text: some Sequence<UInt8>) {
        var previous: UInt8 = 0
        for byte in text {
            if byte == 0x0D {
                append(0x0A)
            } else if byte != 0x0A || previous != 0x0D {
                append(byte)
            }
            previous = byte
        }
    }
}
