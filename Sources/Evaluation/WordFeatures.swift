/// Cuts text into the words that ``TopicClassifier`` counts.
///
/// A word is a run of letters, digits and the marks that belong to them, in lower case. Scripts that
/// write no spaces between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese …) give overlapping
/// pairs of characters instead, which carry most of the meaning that words would; a run of one
/// character gives that character.
enum WordFeatures {
    /// The words of `text`, in reading order.
    static func words(of text: String) -> [String] {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        var isSpaceless = false
        func finish() {
            if !word.isEmpty {
                words.append(contentsOf: isSpaceless ? pairs(word) : [String(word)])
            }
            word.removeAll(keepingCapacity: true)
        }
        for scalar in text.lowercased().unicodeScalars {
            guard let spaceless = kind(of: scalar, inside: isSpaceless) else {
                finish()
                isSpaceless = false
                continue
            }
            if spaceless != isSpaceless { finish() }
            isSpaceless = spaceless
            word.append(scalar)
        }
        finish()
        return words
    }

    /// Whether `scalar` is written without spaces; `nil` where it is in no word at all. A mark goes
    /// with what it stands on.
    private static func kind(of scalar: Unicode.Scalar, inside isSpaceless: Bool) -> Bool? {
        if scalar.isASCII {
            return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) ? false : nil
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber:
            return scalar.properties.isIdeographic
                || spacelessBlocks.contains { $0.contains(scalar.value) }
        case .nonspacingMark, .spacingMark, .enclosingMark: return isSpaceless
        default: return nil
        }
    }

    private static func pairs(_ run: String.UnicodeScalarView) -> [String] {
        let scalars = Array(run)
        guard scalars.count > 1 else { return [String(run)] }
        return zip(scalars, scalars.dropFirst()).map { first, second in
            String(String.UnicodeScalarView([first, second]))
        }
    }

    /// Scripts without spaces beside the ideographs: those of line-breaking class SA (Unicode
    /// Standard Annex 14) and kana.
    private static let spacelessBlocks: [ClosedRange<UInt32>] = [
        0x0E01...0x0EDF,  // Thai, Lao
        0x1000...0x109F,  // Myanmar
        0x1780...0x17D3,  // Khmer
        0x1950...0x19DF,  // Tai Le, New Tai Lue
        0x1A20...0x1AAD,  // Tai Tham
        0x3005...0x3007,  // marks of repetition and zero among ideographs
        0x3041...0x30FF,  // Hiragana, Katakana
        0x31F0...0x31FF,  // Katakana phonetic extensions
        0xA9E0...0xA9FE,  // Myanmar extended-B
        0xAA60...0xAADF,  // Myanmar extended-A, Tai Viet
        0xFF66...0xFF9F,  // halfwidth Katakana
    ]
}
