import Foundation

/// Lines from a file descriptor that is no terminal: a pipe, a file, a socket.
///
/// Broken UTF-8 is repaired with U+FFFD, a carriage return before the newline and a byte order
/// mark at the beginning are dropped, and a last line without a newline counts. No prompt is
/// written.
public final class PipeLineReader: LineReader {
    /// The longest line, in bytes, when nothing else is said.
    public static let defaultLimit = 1_000_000

    private let descriptor: Int32
    private let limit: Int
    private var buffer: [UInt8] = []
    private var next = 0
    private var lineNumber = 0
    private var isAtEnd = false

    /// Reads from `descriptor`, which stays open.
    public init(descriptor: Int32, limit: Int = PipeLineReader.defaultLimit) {
        self.descriptor = descriptor
        self.limit = limit
    }

    /// The next line, or the end of input.
    ///
    /// - Throws: ``LineReadingError/lineTooLong(line:limit:)``, after which reading goes on with
    ///   the line behind the long one; ``LineReadingError/cannotRead(code:)``.
    public func readLine(prompt: String) throws -> LineEvent {
        var line: [UInt8] = []
        var isTooLong = false
        var hasBegun = false
        while true {
            if next == buffer.count, try !fill() { break }
            hasBegun = true
            let end = buffer[next...].firstIndex(of: UInt8(ascii: "\n"))
            let piece = buffer[next..<(end ?? buffer.count)]
            next = end.map { $0 + 1 } ?? buffer.count
            isTooLong = isTooLong || line.count + piece.count > limit
            if isTooLong { line = [] } else { line += piece }
            if end != nil { break }
        }
        guard hasBegun else { return .endOfInput }
        lineNumber += 1
        if isTooLong { throw LineReadingError.lineTooLong(line: lineNumber, limit: limit) }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        if lineNumber == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        return .line(String(decoding: line, as: UTF8.self))
    }

    /// Reads what is there; `false` at the end of input.
    private func fill() throws -> Bool {
        if isAtEnd { return false }
        if buffer.count < 65536 { buffer = [UInt8](repeating: 0, count: 65536) }
        while true {
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                buffer.removeLast(buffer.count - count)
                next = 0
                return true
            }
            if count == 0 {
                (buffer, next, isAtEnd) = ([], 0, true)
                return false
            }
            switch errno {
            case EINTR: continue
            case EAGAIN:
                var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                _ = poll(&waiting, 1, -1)
            default: throw LineReadingError.cannotRead(code: errno)
            }
        }
    }
}
