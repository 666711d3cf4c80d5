import Foundation
import LineEditing
import Testing

@Suite struct PipeLineReaderTests {
    /// The lines that come out of a pipe into which `bytes` went.
    func events(
        _ bytes: [UInt8], limit: Int = PipeLineReader.defaultLimit
    ) throws -> [Result<LineEvent, LineReadingError>] {
        let pipe = Pipe()
        let writer = pipe.fileHandleForWriting
        let thread = Thread {
            try? writer.write(contentsOf: Data(bytes))
            try? writer.close()
        }
        thread.start()
        let reader = PipeLineReader(
            descriptor: pipe.fileHandleForReading.fileDescriptor, limit: limit)
        var events: [Result<LineEvent, LineReadingError>] = []
        repeat {
            do {
                events.append(.success(try reader.readLine(prompt: "not shown> ")))
            } catch let error as LineReadingError {
                events.append(.failure(error))
            }
        } while events.last != .success(.endOfInput)
        #expect(try reader.readLine(prompt: "") == .endOfInput)
        return events
    }

    func lines(_ text: String) throws -> [String] {
        try events(Array(text.utf8)).compactMap {
            if case .success(.line(let line)) = $0 { line } else { nil }
        }
    }

    @Test func cutsLines() throws {
        #expect(try lines("") == [])
        #expect(try lines("one\n\ntwo") == ["one", "", "two"])
        #expect(try lines("\n") == [""])
        #expect(try lines("\u{FEFF}grüße\r\n漢\n") == ["grüße", "漢"])
        #expect(try lines("a\u{85}b\u{2028}c\rd") == ["a\u{85}b\u{2028}c\rd"])
    }

    @Test func repairsBrokenText() throws {
        let bytes: [UInt8] = [0x61, 0xFF, 0x62, 0x0A, 0xE6, 0xBC, 0x0A, 0x00, 0x0A]
        #expect(
            try events(bytes) == [
                .success(.line("a\u{FFFD}b")), .success(.line("\u{FFFD}")),
                .success(.line("\u{0}")), .success(.endOfInput),
            ])
    }

    @Test func longLinesCrossManyReads() throws {
        let long = String(repeating: "漢", count: 333_333)
        #expect(try lines("\(long)\nshort") == [long, "short"])
    }

    @Test func aLineTooLongIsPassedOver() throws {
        let bytes = Array("ok\n\(String(repeating: "x", count: 300_000))\nnext\ntoolong".utf8)
        #expect(
            try events(bytes, limit: 5) == [
                .success(.line("ok")), .failure(.lineTooLong(line: 2, limit: 5)),
                .success(.line("next")), .failure(.lineTooLong(line: 4, limit: 5)),
                .success(.endOfInput),
            ])
        #expect(throws: Never.self) {
            try events(Array(repeating: 0x78, count: PipeLineReader.defaultLimit))
        }
    }

    @Test func aClosedDescriptorIsAnError() {
        let reader = PipeLineReader(descriptor: -1)
        #expect(throws: LineReadingError.cannotRead(code: EBADF)) {
            try reader.readLine(prompt: "")
        }
    }
}
