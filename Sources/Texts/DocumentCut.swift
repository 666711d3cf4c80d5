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
        // One byte for one byte, so that offsets stay true: only the line breaks become LF, or blanks
        // where sentences may run across them.
        var bytes = file.data.withUnsafeBytes { Array($0[range]) }
        if cutter.isWrapped { DocumentSpan.joinLines(&bytes) }
        for index in bytes.indices where bytes[index] == 0x0D { bytes[index] = 0x0A }
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

    /// Makes blanks of the line breaks inside a paragraph; of those between paragraphs, which end a unit,
    /// the first stays.
    private static func joinLines(_ bytes: inout [UInt8]) {
        func isBlank(_ byte: UInt8) -> Bool {
            byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
        }
        var index = 0
        while index < bytes.count {
            var breaks: [Int] = []
            while index < bytes.count, isBlank(bytes[index]) {
                let isHalf =
                    bytes[index] == 0x0D && index + 1 < bytes.count && bytes[index + 1] == 0x0A
                if isHalf {
                    bytes[index] = 0x20
                } else if bytes[index] == 0x0A || bytes[index] == 0x0D {
                    breaks.append(index)
                }
                index += 1
            }
            let staying = breaks.count > 1 ? 1 : 0
            for place in breaks.dropFirst(staying) { bytes[place] = 0x20 }
            index += 1
        }
    }
}
