import Foundation

/// A file that is named on the command line.
enum NamedFile {
    /// What it holds; of a pipe too (`<(…)`, `/dev/stdin`), which has no contents until it is read.
    ///
    /// - Throws: ``CommandFailure`` where it cannot be read.
    static func contents(of path: String) throws -> Data {
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            return try file.readToEnd() ?? Data()
        } catch {
            throw CommandFailure("\(path): cannot be read: \(error.localizedDescription)")
        }
    }
}
