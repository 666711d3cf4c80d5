import Foundation

extension Transcript {
    /// Reads the transcript in `file` (`~` is the home folder).
    ///
    /// - Throws: ``ConversationError`` that says what is wrong with the file.
    init(contentsOf file: String) throws {
        let data = try UserFile.data(in: file, atMost: Transcript.mostBytes)
        let decoder = JSONDecoder()
        guard let mark = try? decoder.decode(Mark.self, from: data),
            mark.format == Transcript.format
        else {
            throw ConversationError.notATranscript(
                file, reason: "it does not begin as /save writes one, or it is cut off")
        }
        guard mark.version <= Transcript.version else {
            throw ConversationError.notATranscript(
                file, reason: "its version \(mark.version) is newer than this program")
        }
        do {
            self = try decoder.decode(Transcript.self, from: data)
        } catch let error as DecodingError {
            throw ConversationError.notATranscript(file, reason: Transcript.reason(error))
        }
    }

    /// Writes the transcript to `file` in one step; a file that is no transcript stays as it is.
    ///
    /// - Throws: ``ConversationError/file(_:reason:)``.
    func write(to file: String) throws {
        if FileManager.default.fileExists(atPath: UserFile.url(file).path) {
            guard let data = try? UserFile.data(in: file, atMost: Transcript.mostBytes),
                let mark = try? JSONDecoder().decode(Mark.self, from: data),
                mark.format == Transcript.format
            else {
                throw ConversationError.file(
                    file, reason: "is there already and is no transcript; choose another name")
            }
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try UserFile.replace(file, with: encoder.encode(self))
    }

    /// What is enough to know a transcript by.
    private struct Mark: Codable {
        var format: String
        var version: Int
    }

    private static func reason(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context):
            "\"\(path(context.codingPath + [key]))\" is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context),
            .dataCorrupted(let context):
            context.codingPath.isEmpty
                ? "it is not well-formed JSON" : "\"\(path(context.codingPath))\" has a wrong value"
        @unknown default: "it cannot be read"
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.map { $0.intValue.map { "\($0 + 1)" } ?? $0.stringValue }.joined(separator: ".")
    }
}
