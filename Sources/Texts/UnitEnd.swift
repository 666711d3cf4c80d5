/// Where the units of a text end that is put together of turns, or is being written.
///
/// A line ends with its line break, a sentence with the blank after it. Scripts that put no blanks
/// between sentences end one with its full stop, so that only what follows tells: `好。` is whole, and
/// before a closing bracket it is not yet.
public enum UnitEnd {
    /// Whether `text` ends with a whole unit; one without text does.
    public static func isClosed(_ text: String, by separator: String) -> Bool {
        if text.isEmpty || text.hasSuffix(separator) || text.last?.isNewline == true { return true }
        guard separator != Layout.lines.separator,
            text.unicodeScalars.last?.isOfSpacelessScript == true
        else { return false }
        // An ideograph may begin a sentence anywhere.
        return isWhole(text, before: "\u{4E00}")
    }

    /// `text` with its last unit ended: with `separator` behind it where it needs one.
    public static func closed(_ text: String, by separator: String) -> String {
        isClosed(text, by: separator) ? text : text + separator
    }

    /// Whether the sentence at the end of `text` is whole because `next` follows it without a blank.
    public static func isWhole(_ text: String, before next: String) -> Bool {
        guard let last = text.unicodeScalars.last, let first = next.unicodeScalars.first,
            last.mayEndSentence, !first.isBlank,
            last.isOfSpacelessScript || first.isOfSpacelessScript
        else { return false }
        // Sentences are told by the few characters before their end.
        let tail = String(text.unicodeScalars.suffix(64))
        return SentenceBreaks.sentences(of: tail + next).last == next
    }
}
