import Foundation

#if canImport(_FoundationICU)
    import _FoundationICU
#endif

/// Sentence boundaries by Unicode's rules (UAX 29).
///
/// The rules and their tables are ICU's, as each platform's Foundation brings it: on Darwin through
/// `enumerateSubstrings`, elsewhere (where Foundation does not offer that option) through the C
/// interface of the ICU library that Foundation itself is linked with.
enum SentenceBreaks {
    /// The sentences of `text` in order; each includes the blanks after it, so together they are
    /// `text`. A line break always ends a sentence.
    static func sentences(of text: String) -> [String] {
        #if canImport(_FoundationICU)
            return openers(givenOn: pieces(of: text, between: UBRK_SENTENCE).map { String($0) })
        #else
            var sentences: [String] = []
            text.enumerateSubstrings(
                in: text.startIndex..<text.endIndex,
                options: [.bySentences, .substringNotRequired]
            ) { _, _, enclosing, _ in
                sentences.append(String(text[enclosing]))
            }
            return openers(givenOn: sentences)
        #endif
    }

    /// `sentences`, in which an opening bracket or quotation mark right behind a full stop belongs to what
    /// it opens.
    ///
    /// The rules count it to the sentence before, since they do not tell it from a closing one. Where blanks
    /// stand between sentences that makes no difference; where none do, it tears off every 「.
    private static func openers(givenOn sentences: [String]) -> [String] {
        var result: [String] = []
        var carried = ""
        for sentence in sentences {
            let whole = Array((carried + sentence).unicodeScalars)
            let openers = whole.reversed().prefix { $0.isOpening }.count
            let before = whole.dropLast(openers)
            guard openers > 0, before.last?.mayEndSentence == true else {
                result.append(carried + sentence)
                carried = ""
                continue
            }
            result.append(String(String.UnicodeScalarView(before)))
            carried = String(String.UnicodeScalarView(whole.suffix(openers)))
        }
        return carried.isEmpty ? result : result + [carried]
    }

    #if canImport(_FoundationICU)
        /// The pieces of `text` between the boundaries of a kind, in order; together they are `text`.
        static func pieces(of text: String, between kind: UBreakIteratorType) -> [Substring] {
            let units = Array(text.utf16)
            return units.withUnsafeBufferPointer { buffer in
                var status = U_ZERO_ERROR
                let iterator = swift_ubrk_open(
                    kind, "", buffer.baseAddress, Int32(buffer.count), &status)
                guard let iterator, status.rawValue <= U_ZERO_ERROR.rawValue else {
                    return [text[...]]
                }
                defer { swift_ubrk_close(iterator) }
                var pieces: [Substring] = []
                var start = 0
                var index = text.startIndex
                while true {
                    let end = Int(swift_ubrk_next(iterator))
                    guard end > start else { break }
                    let bytes = buffer[start..<end].reduce(0) { $0 + utf8Length(of: $1) }
                    let next = text.utf8.index(index, offsetBy: bytes)
                    pieces.append(text[index..<next])
                    (start, index) = (end, next)
                }
                return pieces
            }
        }

        /// How many bytes of UTF-8 a unit of UTF-16 stands for (a surrogate: half a scalar's four).
        private static func utf8Length(of unit: UInt16) -> Int {
            switch unit {
            case ..<0x80: 1
            case ..<0x800, 0xD800...0xDFFF: 2
            default: 3
            }
        }
    #endif
}
