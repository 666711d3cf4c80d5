import ArgumentParser
import Foundation
import Riposte
import Texts

/// What comes before the text.
struct ContextOptions: ParsableArguments {
    @Option(help: .init("The sentences before it.", valueName: "text"))
    var context: String?

    @Option(help: .init("A file with the sentences before it.", valueName: "file"))
    var contextFile: String?

    func validate() throws {
        if context != nil && contextFile != nil {
            throw ValidationError("--context and --context-file exclude each other")
        }
    }

    /// The context, or nothing.
    func text() throws -> String {
        guard let contextFile else { return context ?? "" }
        let data = try NamedFile.contents(of: contextFile)
        return try Decoding.text(data, from: contextFile)
    }

    /// The context with its last unit ended, so that what follows is a unit of its own.
    func closedText(separator: String) throws -> String {
        UnitEnd.closed(try text(), by: separator)
    }
}

/// Bytes from outside as text.
enum Decoding {
    /// `data` as text, without a byte order mark; broken UTF-8 is named by its place.
    static func text(_ data: Data, from name: String) throws -> String {
        let mark = UTF8Form.byteOrderMark
        if data.starts(with: mark) {
            do {
                return try text(data.dropFirst(mark.count), from: name)
            } catch TextError.notUTF8(let path, let byte, let line) {
                throw TextError.notUTF8(path: path, byte: byte + mark.count, line: line)
            }
        }
        let repaired = String(decoding: data, as: UTF8.self)
        // Repairing changes bytes where there was something to repair, and only there.
        if repaired.utf8.elementsEqual(data) { return repaired }
        let shown = Array(data)
        // The first place where strict and repairing decoders part.
        var low = 0
        var decoder = UTF8()
        var bytes = shown.makeIterator()
        while case .scalarValue(let scalar) = decoder.decode(&bytes) {
            low += UTF8.width(scalar)
        }
        let line = 1 + shown[..<low].filter { $0 == UInt8(ascii: "\n") }.count
        throw TextError.notUTF8(path: name, byte: low, line: line)
    }
}
