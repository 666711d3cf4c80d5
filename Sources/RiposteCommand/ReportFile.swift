import Foundation
import Riposte

/// The page that `evaluate --report` writes.
struct ReportFile {
    private let url: URL

    /// A file at `path`, which need not exist yet.
    ///
    /// - Throws: ``CommandFailure`` when it could not be written.
    init(_ path: String) throws {
        url = URL(fileURLWithPath: path)
        func failure(_ reason: String) -> CommandFailure {
            CommandFailure("cannot write the report to \(path): \(reason)")
        }
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) {
            if isFolder.boolValue { throw failure("it is a folder; name a file in it") }
            guard access(url.path, W_OK) == 0 else {
                throw failure(String(cString: strerror(errno)))
            }
        }
        // The page takes the file's place in one step, so it is the folder that must be writable.
        guard access(url.deletingLastPathComponent().path, W_OK | X_OK) == 0 else {
            throw failure(String(cString: strerror(errno)))
        }
    }

    /// Writes `page` in one step.
    func write(_ page: ReportPage) throws {
        do {
            try Data(page.html.utf8).write(to: url, options: .atomic)
        } catch {
            throw CommandFailure(
                "cannot write the report to \(url.path): \(error.localizedDescription)")
        }
    }
}
