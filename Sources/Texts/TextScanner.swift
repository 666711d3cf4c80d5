import Foundation

/// The one pass over a file's bytes when a corpus is opened: it checks that they are UTF-8, counts
/// the scalars and notes where the documents are.
struct TextScanner {
    private let file: TextFile
    private let census: ScalarCensus
    private var sections: SectionBuilder
    private var line = LineTally()
    private var lineNumber = 1
    /// How far the file's memory has been given back.
    private var released = 0
    /// How much is read before some is given back.
    private static let stretch = 32 << 20

    /// Scans `file`, the corpus's file number `index`; its scalars are added to `census`.
    ///
    /// - Returns: its documents, in order; at least one.
    static func spans(
        of file: TextFile, index: Int, rules: SectionRules, census: ScalarCensus
    ) throws -> [DocumentSpan] {
        var scanner = TextScanner(
            file: file, census: census, sections: SectionBuilder(file: UInt32(index), rules: rules))
        try file.data.withUnsafeBytes { try scanner.scan($0) }
        let spans = scanner.sections.spans
        guard !spans.isEmpty else { throw TextError.blank(path: file.path) }
        for span in spans where span.needsNormalisation { census.recount(file.text(span.range)) }
        return spans
    }

    private init(file: TextFile, census: ScalarCensus, sections: SectionBuilder) {
        self.file = file
        self.census = census
        self.sections = sections
    }

    private mutating func scan(_ bytes: UnsafeRawBufferPointer) throws {
        let counts = census.counts
        var position = file.start
        beginLine(at: position)
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case 0x21...0x7E:
                counts[Int(byte)] += 1
                line.hash.combine(byte)
                line.characters += 1
                line.hasInk = true
                line.last = byte
                position += 1
            case 0x0A, 0x0D:
                let end = position
                position += 1
                if byte == 0x0D, position < bytes.count, bytes[position] == 0x0A { position += 1 }
                counts[0x0A] += 1
                sections.take(line, end: end)
                lineNumber += 1
                beginLine(at: position)
                if position - released > TextScanner.stretch {
                    file.release(released..<position)
                    released = position
                }
            case 0x00:
                throw TextError.binary(path: file.path, byte: position)
            case ..<0x80:
                count(Unicode.Scalar(byte), length: 1, at: position, of: bytes)
                position += 1
            default:
                let length = UTF8Form.length(lead: byte)
                let end = min(bytes.count, position + length)
                guard let scalar = TextScanner.scalar(bytes, position, end, length: length) else {
                    throw broken(at: position, of: bytes)
                }
                count(scalar, length: length, at: position, of: bytes)
                position = end
            }
            if line.characters >= SectionRules.enough { breakLine(before: position, after: byte) }
        }
        sections.take(line, end: bytes.count)
        sections.close()
    }

    /// Counts a scalar that is not plain ASCII ink.
    @inline(__always)
    private mutating func count(
        _ scalar: Unicode.Scalar, length: Int, at position: Int, of bytes: UnsafeRawBufferPointer
    ) {
        census.counts[Int(scalar.value)] += 1
        for offset in 0..<length { line.hash.combine(bytes[position + offset]) }
        line.characters += 1
        if !scalar.isBlank {
            line.hasInk = true
            line.last = 0
            line.lastScalar = scalar
        }
        let kind = census.kind(of: scalar)
        if !Normalisation.admits(kind, after: line.kind) { line.needsNormalisation = true }
        line.kind = kind
    }

    /// The scalar whose bytes are those from `position` to `end`; nil when they are ill-formed.
    @inline(__always)
    private static func scalar(
        _ bytes: UnsafeRawBufferPointer, _ position: Int, _ end: Int, length: Int
    ) -> Unicode.Scalar? {
        guard end - position == length, length > 1 else { return nil }
        var value = UInt32(bytes[position]) & (0xFF >> UInt32(length + 1))
        for byte in bytes[position + 1..<end] {
            guard byte & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        // Overlong forms; `Unicode.Scalar` itself refuses surrogates and what is past the end.
        guard length == 2 || value >= (length == 3 ? 0x800 : 0x1_0000) else { return nil }
        return Unicode.Scalar(value)
    }

    private mutating func beginLine(at position: Int) {
        line = sections.beginLine(at: position)
    }

    /// Ends the section inside an overlong line: after a sentence, later at a blank, at last
    /// anywhere.
    private mutating func breakLine(before position: Int, after byte: UInt8) {
        let excess = line.characters - SectionRules.enough
        let isWordEnd = byte == 0x20 || byte >= 0x80
        guard
            (isWordEnd && line.endsSentence)
                || (byte == 0x20 && excess >= SectionRules.patience)
                || excess >= 2 * SectionRules.patience
        else { return }
        sections.take(line, end: position)
        sections.close()
        beginLine(at: position)
    }

    private func broken(at position: Int, of bytes: UnsafeRawBufferPointer) -> TextError {
        if let zero = bytes.prefix(8192).firstIndex(of: 0) {
            return .binary(path: file.path, byte: zero)
        }
        return .notUTF8(path: file.path, byte: position, line: lineNumber)
    }
}
