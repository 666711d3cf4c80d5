import Foundation
import Riposte

/// How long `riposte sample` takes to come up with text: the program started anew, as a user starts it.
enum StartTime {
    /// The most characters that are written.
    private static let characters = 200

    /// Starts the program `repetitions` times, and once before that to fill the system's caches.
    ///
    /// - Parameter model: the checkpoint that it samples from.
    static func measure(model: String, repetitions: Int = 9) throws -> BenchmarkReport.Start {
        let runs = try (0...repetitions).map { _ in
            try OwnProgram.run([
                "sample", model, "--seed", "1", "--length", "\(characters)",
                "--units", "\(characters)",
            ])
        }.dropFirst()
        func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
        // The newline at the end is not the model's.
        let text = String(decoding: runs.last?.output ?? Data(), as: UTF8.self).dropLast()
        return BenchmarkReport.Start(
            secondsToFirstCharacter: median(runs.map(\.secondsToFirstByte)),
            secondsToExit: median(runs.map(\.secondsToExit)), characters: text.count,
            repetitions: repetitions)
    }
}
