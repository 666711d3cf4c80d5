/// Where the scan ends one document and begins the next.
struct SectionRules: Hashable, Sendable {
    /// Whether a blank line ends a document.
    let blankLinesSeparate: Bool
    /// Whether lines are wrapped, so that a line's end is mostly inside a sentence.
    let isWrapped: Bool

    /// From this many characters on, a document ends where the next unit does.
    static let enough = 16_000
    /// How many more characters to wait for a good place (wrapped text: a blank line; a very long
    /// line: a sentence's end), and then again for a fair one (a sentence's end; a blank).
    static let patience = 4_000
}

/// What the scan knows of the line that it is in.
struct LineTally {
    /// The offset of its first byte.
    var start = 0
    /// Its scalars.
    var characters = 0
    /// Whether it has anything but blanks.
    var hasInk = false
    /// Whether NFC may change it.
    var needsNormalisation = false
    /// What NFC's quick check knows of its last scalar (ASCII ink apart, which changes nothing).
    var kind: Normalisation.Kind = 0
    /// Its last ink when that is ASCII, else 0.
    var last: UInt8 = 0
    /// Its last ink when that is not ASCII.
    var lastScalar: Unicode.Scalar = "\0"
    /// The hash of the section up to here.
    var hash = StableHash()

    var endsSentence: Bool {
        (last == 0 ? lastScalar : Unicode.Scalar(last)).mayEndSentence
    }
}

/// Gathers lines into the spans of documents.
struct SectionBuilder {
    /// The documents that are complete.
    private(set) var spans: [DocumentSpan] = []

    private let file: UInt32
    private let rules: SectionRules
    private var isOpen = false
    private var start = 0
    private var end = 0
    private var characters = 0
    private var blankCharacters = 0
    private var needsNormalisation = false
    private var hash = StableHash()

    init(file: UInt32, rules: SectionRules) {
        self.file = file
        self.rules = rules
    }

    /// The tally of a line that begins at `position`.
    func beginLine(at position: Int) -> LineTally {
        var line = LineTally()
        line.start = position
        if isOpen { line.hash = hash }
        return line
    }

    /// Takes a line that ends before the byte at `end`.
    mutating func take(_ line: LineTally, end: Int) {
        guard line.hasInk else {
            takeBlank(line)
            return
        }
        if !isOpen {
            isOpen = true
            start = line.start
        }
        self.end = end
        characters += blankCharacters + line.characters + 1
        blankCharacters = 0
        hash = line.hash
        hash.combine(0x0A)
        needsNormalisation = needsNormalisation || line.needsNormalisation
        let excess = characters - SectionRules.enough
        guard excess >= 0 else { return }
        if !rules.isWrapped || excess >= 2 * SectionRules.patience
            || (excess >= SectionRules.patience && line.endsSentence)
        {
            close()
        }
    }

    private mutating func takeBlank(_ line: LineTally) {
        guard isOpen else { return }
        blankCharacters += line.characters + 1
        if rules.blankLinesSeparate || characters + blankCharacters >= SectionRules.enough {
            close()
        }
    }

    /// Ends the open document, if there is one.
    mutating func close() {
        guard isOpen else { return }
        spans.append(
            DocumentSpan(
                start: start, hash: hash.value, byteCount: UInt32(end - start),
                characters: UInt32(characters), file: file, needsNormalisation: needsNormalisation))
        isOpen = false
        characters = 0
        blankCharacters = 0
        needsNormalisation = false
        hash = StableHash()
    }
}
