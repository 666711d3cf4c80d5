import Foundation
import Testing

/// What corpora/almanac/README.md promises of the corpus.
@Suite("The almanac")
struct AlmanacTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("corpora/almanac")
    static let topics = [
        "garden", "harbour", "kitchen", "market", "night-sky", "railway", "weather", "workshop",
    ]

    private static func text(_ topic: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent("\(topic).txt"), encoding: .utf8)
    }

    @Test(arguments: topics)
    func hasScenesOfPlainLines(_ topic: String) throws {
        let text = try AlmanacTests.text(topic)
        #expect(text.utf8.count >= 125_000)
        for scene in text.components(separatedBy: "\n\n") {
            let lines = scene.split(separator: "\n")
            #expect((5...15).contains(lines.count), "a scene of \(lines.count) lines: \(scene)")
        }
        for line in text.split(separator: "\n") {
            #expect(line.count <= 120)
            #expect(line.utf8.allSatisfy { (32...126).contains($0) }, "\(line)")
            #expect(line.first != " " && line.last != " ", "\(line)")
        }
    }

    @Test func repeatsItselfLittle() throws {
        let text = try AlmanacTests.topics.map(AlmanacTests.text).joined(separator: "\n\n")
        let words = text.lowercased().split { !($0.isLetter || $0 == "'") }
        var runs: [ArraySlice<Substring>: Int] = [:]
        for start in 0...words.count - 8 { runs[words[start..<start + 8], default: 0] += 1 }
        let repeated = runs.values.filter { $0 > 1 }.reduce(0, +)
        #expect(Double(repeated) < 0.02 * Double(words.count))
        #expect((4_000...6_500).contains(Set(words).count))
    }

    @Test func holdsMoreThanTemplates() throws {
        let files = AlmanacTests.topics.map {
            AlmanacTests.folder.appendingPathComponent("\($0).txt").path
        }
        let size = try AlmanacTests.topics.reduce(0) { try $0 + AlmanacTests.text($1).utf8.count }
        #expect(size >= 1_000_000)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "cat \"$@\" | xz -9 | wc -c", "sh"] + files
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let printed = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let compressed = try #require(
            Double(printed.trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(compressed > 0.22 * Double(size))
    }
}
