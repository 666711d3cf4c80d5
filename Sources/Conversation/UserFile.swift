import Foundation

/// Files that a person names (`~` is the home folder).
enum UserFile {
    static func url(_ file: String) -> URL {
        URL(fileURLWithPath: file.expandingHome)
    }

    /// The bytes of a regular file: a folder or a pipe is not waited for.
    ///
    /// - Throws: ``ConversationError/file(_:reason:)``.
    static func data(in file: String, atMost mostBytes: Int) throws -> Data {
        let url = url(file)
        do {
            let target = url.resolvingSymlinksInPath()
            let attributes = try FileManager.default.attributesOfItem(atPath: target.path)
            guard attributes[.type] as? FileAttributeType == .typeRegular else {
                throw ConversationError.file(file, reason: "is not a file")
            }
            guard let size = attributes[.size] as? NSNumber, size.intValue <= mostBytes else {
                throw ConversationError.file(file, reason: "is too long")
            }
            return try Data(contentsOf: url)
        } catch let error as ConversationError {
            throw error
        } catch {
            throw ConversationError.file(file, reason: reason(error))
        }
    }

    /// The file that `url` leads to where it is a link, even one to a file that is not there yet.
    static func target(of url: URL) -> URL {
        var target = url
        for _ in 0..<32 {
            guard
                let next = try? FileManager.default.destinationOfSymbolicLink(atPath: target.path)
            else { break }
            target = URL(fileURLWithPath: next, relativeTo: target.deletingLastPathComponent())
        }
        return target.standardizedFileURL
    }

    /// Writes `data` to `file` in one step; a link stays one.
    ///
    /// - Throws: ``ConversationError/file(_:reason:)``.
    static func replace(_ file: String, with data: Data) throws {
        do {
            try data.write(to: target(of: url(file)), options: .atomic)
        } catch {
            throw ConversationError.file(file, reason: reason(error))
        }
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
}
