import Foundation

#if canImport(_FoundationICU)
    import _FoundationICU
#endif

/// The words of a text by Unicode's rules (UAX 29), as topics are told by them.
///
/// Where a script puts no blanks between words (Chinese, Japanese, Thai, Khmer, Lao, Burmese), ICU's
/// dictionaries find them. As with ``SentenceBreaks`` the tables are those of each platform's
/// Foundation.
public enum WordBreaks {
    /// The words of `text` in reading order: in NFC, in lower case, with straight apostrophes.
    ///
    /// What has no letter and no emoji is no word, so numbers and punctuation are left out.
    public static func words(of text: String) -> [String] {
        segments(of: Normalisation.composed(text.lowercased()))
            .filter { $0.unicodeScalars.contains(where: isTelling) }
            .map { $0.utf8.allSatisfy { $0 < 0x80 } ? String($0) : straightened($0) }
    }

    private static func isTelling(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return ("a"..."z").contains(scalar) }
        // A sign that is an emoji only by request has the variation selector behind it.
        return scalar.properties.isAlphabetic || scalar.properties.isEmojiPresentation
            || scalar == "\u{FE0F}"
    }

    private static func straightened(_ word: Substring) -> String {
        String(String.UnicodeScalarView(word.unicodeScalars.map { $0 == "\u{2019}" ? "'" : $0 }))
    }

    private static func segments(of text: String) -> [Substring] {
        #if canImport(_FoundationICU)
            return SentenceBreaks.pieces(of: text, between: UBRK_WORD)
        #else
            var segments: [Substring] = []
            text.enumerateSubstrings(
                in: text.startIndex..<text.endIndex, options: [.byWords, .substringNotRequired]
            ) { _, range, _, _ in
                segments.append(text[range])
            }
            return segments
        #endif
    }
}
