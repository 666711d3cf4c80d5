extension DocumentSpan {
    /// The document cut in two, where there are too few others to choose from: the second part
    /// begins with the unit that is nearest to the point where `share` of the bytes is left.
    ///
    /// - Returns: nil when it has only one unit.
    func cut(
        leaving share: Double, of file: TextFile, cutter: UnitCutter
    ) -> (DocumentSpan, DocumentSpan)? {
        let wanted = Int(Double(byteCount) * (1 - share))
        let starts = unitOffsets(of: file, cutter: cutter)
        guard let offset = starts.min(by: { abs($0 - wanted) < abs($1 - wanted) }) else {
            return nil
        }
        // The first part ends before its line break, as every document does.
        let breaks = file.data[start..<start + offset].reversed().prefix {
            $0 == 0x0A || $0 == 0x0D
        }
        return (
            part(0..<offset - breaks.count, of: file), part(offset..<Int(byteCount), of: file)
        )
    }

    private func part(_ bytes: Range<Int>, of file: TextFile) -> DocumentSpan {
        var part = self
        part.start = start + bytes.lowerBound
        part.byteCount = UInt32(bytes.count)
        var hash = StableHash()
        var characters: UInt32 = 1
        file.data.withUnsafeBytes { all in
            for byte in all[part.range] {
                hash.combine(byte)
                characters += byte & 0xC0 == 0x80 ? 0 : 1
            }
        }
        part.hash = hash.value
        part.characters = characters
        return part
    }

    /// Where units begin, in bytes after the document's first; without the first unit.
    private func unitOffsets(of file: TextFile, cutter: UnitCutter) -> [Int] {
        // One byte for one byte, so that offsets stay true: only the line breaks become LF, or
        // blanks where sentences may run across them.
        let lineBreak: UInt8 = cutter.isWrapped ? 0x20 : 0x0A
        let bytes = file.data.withUnsafeBytes { bytes in
            bytes[range].map { $0 == 0x0A || $0 == 0x0D ? lineBreak : $0 }
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let units: [String]
        switch cutter.layout {
        case .lines:
            units = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
                .map { String(Substring($0)) + "\n" }
        case .prose:
            units = SentenceBreaks.sentences(of: text)
        }
        var offset = 0
        var offsets: [Int] = []
        var hasInk = false
        for unit in units {
            if hasInk, !unit.unicodeScalars.allSatisfy(\.isBlank) { offsets.append(offset) }
            hasInk = hasInk || !unit.unicodeScalars.allSatisfy(\.isBlank)
            offset += unit.utf8.count
        }
        return offsets
    }
}
