import Foundation

/// A file of a corpus: its bytes, and how its lines are to be read.
struct TextFile: Sendable {
    /// The path as it was given, for messages.
    let path: String
    /// The index of its topic.
    let topic: Int?
    /// The bytes: read when they are few, mapped (and so never copied) when they are many.
    let data: Data
    /// Where the text begins: after a byte order mark, if there is one.
    let start: Int

    private let isMapped: Bool

    /// Files of more bytes than this are mapped.
    private static let mappedFrom = 16 << 20

    /// Opens the file that `source` names.
    init(_ source: TextSource, topic: Int?) throws {
        path = source.path
        self.topic = topic
        let url = URL(fileURLWithPath: source.path)
        let size = try? FileManager.default.attributesOfItem(atPath: source.path)[.size] as? Int
        do {
            isMapped = (size ?? 0) > TextFile.mappedFrom
            data = try Data(contentsOf: url, options: isMapped ? .alwaysMapped : [])
        } catch {
            throw FileManager.default.fileExists(atPath: source.path)
                ? TextError.unreadable(path: source.path) : .missing(path: source.path)
        }
        guard !data.isEmpty else { throw TextError.empty(path: source.path) }
        start = data.starts(with: UTF8Form.byteOrderMark) ? UTF8Form.byteOrderMark.count : 0
    }

    /// Gives the memory of `range` back to the system where the file is mapped; what is read there again
    /// comes from the file again.
    func release(_ range: Range<Int>) {
        guard isMapped else { return }
        data.withUnsafeBytes { bytes in
            let page = Int(getpagesize())
            let first = (range.lowerBound + page - 1) / page * page
            let end = range.upperBound / page * page
            guard let start = bytes.baseAddress, first < end else { return }
            madvise(UnsafeMutableRawPointer(mutating: start + first), end - first, MADV_DONTNEED)
        }
    }

    /// The text between two offsets, with LF for every kind of line break.
    func text(_ range: Range<Int>) -> String {
        data.withUnsafeBytes { bytes in
            let slice = UnsafeRawBufferPointer(rebasing: bytes[range])
            guard slice.contains(0x0D) else { return String(decoding: slice, as: UTF8.self) }
            var plain: [UInt8] = []
            plain.reserveCapacity(slice.count)
            plain.appendWithLineFeeds(slice)
            return String(decoding: plain, as: UTF8.self)
        }
    }

    /// The beginning of the file, whole lines where possible: what layout is judged by.
    func survey(limit: Int) -> TextSurvey {
        var end = min(data.count, start + limit)
        if end < data.count {
            let lineFeed = data[start..<end].lastIndex { $0 == 0x0A || $0 == 0x0D }
            end = lineFeed.map { $0 + 1 } ?? end
        }
        return TextSurvey(text(start..<end))
    }
}
