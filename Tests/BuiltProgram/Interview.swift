import Foundation

/// A program that is talked with: a line goes in only when the answer to the one before has come out.
public final class Interview {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var pending = Data()

    /// Starts `executable`, the built `riposte` when nil.
    public init(_ executable: URL? = nil, _ arguments: [String]) throws {
        guard let executable = executable ?? Program.executable else { throw Program.Missing() }
        process.executableURL = executable
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    deinit { if process.isRunning { process.terminate() } }

    /// Says a line.
    public func say(_ line: String) throws {
        try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
    }

    /// The next line that comes out; nil when none comes in time.
    public func line(within seconds: Double = 20) -> String? {
        let handle = output.fileHandleForReading
        let end = Date(timeIntervalSinceNow: seconds)
        while true {
            if let newline = pending.firstIndex(of: UInt8(ascii: "\n")) {
                defer { pending = Data(pending[(newline + 1)...]) }
                return String(decoding: pending[..<newline], as: UTF8.self)
            }
            var waiting = pollfd(fd: handle.fileDescriptor, events: Int16(POLLIN), revents: 0)
            let left = end.timeIntervalSinceNow
            guard left > 0, poll(&waiting, 1, Int32(left * 1000)) > 0 else { return nil }
            let piece = handle.availableData
            if piece.isEmpty { return nil }
            pending.append(piece)
        }
    }

    /// Ends the input and waits; the exit code.
    public func end() throws -> Int32 {
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
