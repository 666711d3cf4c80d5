import Foundation

extension Transcript {
    /// Reads the transcript in `file` (`~` is the home folder).
    ///
    /// - Throws: ``ConversationError`` that says what is wrong with the file.
    init(contentsOf file: String) throws {
        let data = try Transcript.data(in: file)
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
        let url = Transcript.url(file)
        if FileManager.default.fileExists(atPath: url.path) {
            guard let data = try? Transcript.data(in: file),
                let mark = try? JSONDecoder().decode(Mark.self, from: data),
                mark.format == Transcript.format
            else {
                throw ConversationError.file(
                    file, reason: "is there already and is no transcript; choose another name")
            }
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try encoder.encode(self).write(to: url, options: .atomic)
        } catch {
            throw ConversationError.file(file, reason: Transcript.reason(error))
        }
    }

    /// What is enough to know a transcript by.
    private struct Mark: Codable {
        var format: String
        var version: Int
    }

    /// The bytes of a regular file: a folder or a pipe is not waited for.
    private static func data(in file: String) throws -> Data {
        let url = url(file)
        do {
            let target = url.resolvingSymlinksInPath()
            let attributes = try FileManager.default.attributesOfItem(atPath: target.path)
            guard attributes[.type] as? FileAttributeType == .typeRegular else {
                throw ConversationError.file(file, reason: "is not a file")
            }
            guard let size = attributes[.size] as? NSNumber, size.intValue <= mostBytes else {
                throw ConversationError.notATranscript(file, reason: "it is too long")
            }
            return try Data(contentsOf: url)
        } catch let error as ConversationError {
            throw error
        } catch {
            throw ConversationError.file(file, reason: reason(error))
        }
    }

    private static func url(_ file: String) -> URL {
        URL(fileURLWithPath: (file as NSString).expandingTildeInPath)
    }

    /// What the system said, in its own words.
    private static func reason(_ error: any Error) -> String {
        let cocoa = error as NSError
        let errors = [cocoa.userInfo[NSUnderlyingErrorKey] as? NSError, cocoa].compactMap { $0 }
        if let posix = errors.first(where: { $0.domain == NSPOSIXErrorDomain }) {
            return String(cString: strerror(Int32(posix.code)))
        }
        switch CocoaError.Code(rawValue: cocoa.code) {
        case .fileNoSuchFile, .fileReadNoSuchFile: return "no such file or folder"
        case .fileReadNoPermission, .fileWriteNoPermission: return "permission denied"
        case .fileWriteOutOfSpace: return "no space left"
        default: return cocoa.localizedDescription
        }
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
