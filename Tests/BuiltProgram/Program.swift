import Foundation

/// The built `riposte`, run as a script runs it.
public enum Program {
    /// Why the tests cannot run.
    public struct Missing: Error, CustomStringConvertible {
        /// What is missing.
        public let description = "the product riposte was not built beside the tests"
    }

    /// What a run came to.
    public struct Result: Sendable {
        /// Standard output.
        public let output: String
        /// Standard error.
        public let errors: String
        /// The exit code, or 128 and the number of the signal that ended it.
        public let exitCode: Int32

        /// The lines of standard output as JSON objects.
        public var objects: [[String: Any]] {
            output.split(separator: "\n").compactMap {
                try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
            }
        }
    }

    /// Where it is.
    public static let executable = Products.executable("riposte")

    /// A place that exists as long as the tests run.
    public static let scratch: URL = {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("riposte-tests-\(UUID().uuidString)")
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(at: Program.scratch) }
        return folder
    }()

    /// A folder of its own for one test.
    public static func folder(_ name: String) throws -> URL {
        let folder = scratch.appendingPathComponent("\(name)-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// Runs it to its end, with `input` on its standard input.
    public static func run(
        _ arguments: [String], input: String = "", in directory: URL? = nil
    ) throws -> Result {
        try finish(start(arguments, input: Data(input.utf8), in: directory))
    }

    /// Runs `command` in a shell, in which `$riposte` is the program.
    public static func shell(_ command: String) throws -> Result {
        guard let executable else { throw Missing() }
        return try finish(
            Running(
                URL(fileURLWithPath: "/bin/sh"), ["-c", command], input: Data(), in: nil,
                environment: ["riposte": executable.path]))
    }

    /// Starts it.
    public static func start(
        _ arguments: [String], input: Data = Data(), in directory: URL? = nil
    ) throws -> Running {
        guard let executable else { throw Missing() }
        return try Running(executable, arguments, input: input, in: directory, environment: [:])
    }

    /// Waits for `running` to end.
    public static func finish(_ running: Running) throws -> Result { running.result() }
}

/// A program that runs.
public final class Running {
    private let process = Process()
    private let output: URL
    private let errors: URL

    init(
        _ executable: URL, _ arguments: [String], input: Data, in directory: URL?,
        environment: [String: String]
    ) throws {
        // Files, not pipes: nothing has to be read while the program runs.
        let place = try Program.folder("run")
        (output, errors) = (place.appendingPathComponent("1"), place.appendingPathComponent("2"))
        let lines = place.appendingPathComponent("0")
        for url in [output, errors] { try Data().write(to: url) }
        try input.write(to: lines)
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = directory
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: lines)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
    }

    /// Whether it has not ended.
    public var isRunning: Bool { process.isRunning }

    /// Sends it a signal.
    public func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for its end.
    public func result() -> Program.Result {
        process.waitUntilExit()
        let code = process.terminationStatus
        return Program.Result(
            output: text(output), errors: text(errors),
            exitCode: process.terminationReason == .exit ? code : 128 + code)
    }

    private func text(_ url: URL) -> String {
        String(decoding: (try? Data(contentsOf: url)) ?? Data(), as: UTF8.self)
    }
}
