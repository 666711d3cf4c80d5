import Foundation
import Texts

/// A folder that lives as long as one test.
final class Scratch {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("texts-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var path: String { folder.path }

    /// Writes a file, with the folders that lead to it, and returns its path.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        try write(name, bytes: Array(text.utf8))
    }

    @discardableResult
    func write(_ name: String, bytes: [UInt8]) throws -> String {
        let file = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file.path
    }

    /// The corpus of one file with this text.
    func corpus(_ text: String, _ options: CorpusOptions = CorpusOptions()) throws -> Corpus {
        try Corpus.open([try write("text.txt", text)], options: options)
    }
}

/// Made-up texts, the same in every run.
enum Made {
    /// A generator of small numbers (Knuth's MMIX constants).
    struct Numbers: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    static let words = [
        "the", "harbour", "a", "lamp", "was", "slowly", "green", "under", "seven", "boats", "and",
        "nobody", "answered", "because", "of", "weather", "it", "kitchen", "window", "so",
    ]

    static func sentence(_ numbers: inout Numbers) -> String {
        let count = Int.random(in: 4...14, using: &numbers)
        let text = (0..<count).map { _ in words.randomElement(using: &numbers) ?? "" }
            .joined(separator: " ")
        return text.prefix(1).uppercased() + text.dropFirst() + "."
    }

    static func paragraph(_ sentences: Int, _ numbers: inout Numbers) -> String {
        (0..<sentences).map { _ in sentence(&numbers) }.joined(separator: " ")
    }

    /// Paragraphs of running text, each a line.
    static func prose(_ paragraphs: Int, seed: UInt64 = 1) -> [String] {
        var numbers = Numbers(state: seed)
        return (0..<paragraphs).map { _ in
            paragraph(Int.random(in: 5...9, using: &numbers), &numbers)
        }
    }

    /// Dialogues of some lines each.
    static func dialogues(_ count: Int, seed: UInt64 = 1) -> [String] {
        var numbers = Numbers(state: seed)
        return (0..<count).map { _ in
            let lines = Int.random(in: 6...12, using: &numbers)
            return (0..<lines).map { _ in sentence(&numbers) }.joined(separator: "\n")
        }
    }

    /// Breaks lines as a word-wrapper does.
    static func wrapped(_ text: String, width: Int) -> String {
        var lines = [""]
        for word in text.split(separator: " ") {
            if let last = lines.last, !last.isEmpty, last.count + 1 + word.count > width {
                lines.append(String(word))
            } else {
                lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
            }
        }
        return lines.joined(separator: "\n")
    }
}

extension Corpus {
    /// The text of each unit of a document.
    func units(_ index: Int) -> [String] {
        let document = document(index)
        let ends = document.unitStarts.dropFirst() + [document.symbols.count]
        return zip(document.unitStarts, ends).map { alphabet.decode(document.symbols[$0..<$1]) }
    }

    func text(_ index: Int) -> String { alphabet.decode(document(index).symbols) }
}
