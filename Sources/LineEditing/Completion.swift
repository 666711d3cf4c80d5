/// What may stand in place of the word before the cursor.
public struct Completion: Hashable, Sendable {
    /// How many Unicode scalars before the cursor are the word.
    public var wordLength: Int
    /// Whole words that may replace it, in the order in which they are shown.
    public var candidates: [String]
    /// What follows a candidate that is the only one: a space, or nothing after a folder.
    public var suffix: String

    /// A completion; with no candidates Tab only beeps.
    public init(wordLength: Int, candidates: [String], suffix: String = " ") {
        self.wordLength = wordLength
        self.candidates = candidates
        self.suffix = suffix
    }

    /// Nothing to complete.
    public static let none = Completion(wordLength: 0, candidates: [])

    /// What Tab inserts and what it lists below the line.
    ///
    /// Candidates that would disturb the terminal (a file name with an escape in it) are left out.
    ///
    /// - Parameters:
    ///   - word: the word before the cursor.
    ///   - columns: how wide the terminal is.
    /// - Returns: `insertion` replaces the word (`nil` when there is nothing to insert);
    ///   `listing` has one row a line (`nil` when there is no choice).
    public func proposal(for word: String, columns: Int) -> (insertion: String?, listing: String?) {
        let candidates = candidates.filter { SafeText.isSafe($0, onOneLine: true) }
        guard let first = candidates.first else { return (nil, nil) }
        if candidates.count == 1 { return (first + suffix, nil) }
        let prefix = candidates.dropFirst().reduce(first) { Completion.commonPrefix($0, $1) }
        let grows = prefix.unicodeScalars.count >= word.unicodeScalars.count
        return (grows && !prefix.isEmpty ? prefix : nil, Columns.layOut(candidates, width: columns))
    }

    /// The longest beginning, in whole characters, that both words have.
    private static func commonPrefix(_ one: String, _ other: String) -> String {
        String(zip(one, other).prefix { $0 == $1 }.map(\.0))
    }
}
