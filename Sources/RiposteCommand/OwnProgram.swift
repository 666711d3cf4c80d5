import Foundation

/// This program, started once more.
enum OwnProgram {
    /// What a run came to.
    struct Run {
        /// Standard output.
        var output: Data
        /// From the start of the process to the first byte of the output.
        var secondsToFirstByte: Double
        /// From the start of the process to the end of its output, which closes as it ends.
        var secondsToExit: Double
    }

    /// Runs it to its end; what it says on standard error is seen.
    ///
    /// - Throws: ``CommandFailure`` when it fails.
    static func run(_ arguments: [String]) throws -> Run {
        guard let program = Bundle.main.executableURL else {
            throw CommandFailure("the program does not know where it is, so it cannot start itself")
        }
        let process = Process()
        let pipe = Pipe()
        process.executableURL = program
        process.arguments = arguments
        process.standardOutput = pipe
        let began = ContinuousClock.now
        try process.run()
        var output = pipe.fileHandleForReading.availableData
        let first = began.duration(to: .now) / .seconds(1)
        output += try pipe.fileHandleForReading.readToEnd() ?? Data()
        // Not after waiting for its end, which Foundation notices up to 50 ms late.
        let exit = began.duration(to: .now) / .seconds(1)
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            throw CommandFailure("riposte \(arguments.joined(separator: " ")) failed")
        }
        return Run(output: output, secondsToFirstByte: first, secondsToExit: exit)
    }
}
