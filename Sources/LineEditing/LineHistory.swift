import CLineEditor
import Foundation

/// The lines that were entered, kept from session to session in a file.
///
/// The file is libedit's (`_HiStOrY_V2_`, with everything unusual escaped), readable by its owner
/// alone, and replaced in one step. Sessions at once do not lose each other's lines: what is saved is
/// the file as it is then, and the lines that this session added, while the others wait.
public final class LineHistory {
    /// How many lines are remembered when nothing else is said.
    public static let defaultLimit = 1000

    /// Where the lines are kept; `nil` for a history that ends with the session.
    public let file: URL?
    /// libedit's own, for the editor.
    let pointer: OpaquePointer
    private let limit: Int
    private var unsaved: [String] = []

    /// Opens the history in `file`, which need not exist yet.
    ///
    /// - Throws: ``LineReadingError/history(path:code:)`` when the file cannot be read.
    public init(file: URL?, limit: Int = LineHistory.defaultLimit) throws {
        guard let pointer = line_history_create(Int32(clamping: limit)) else {
            throw LineReadingError.noEditor
        }
        self.file = file
        self.limit = limit
        self.pointer = pointer
        if let file { try LineHistory.load(file, into: pointer) }
    }

    deinit { line_history_destroy(pointer) }

    /// `$XDG_STATE_HOME/riposte/history`, or `~/.local/state/riposte/history`.
    public static func standardFile(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> URL {
        let home = environment["HOME"].map { URL(fileURLWithPath: $0, isDirectory: true) }
        var state = (home ?? FileManager.default.homeDirectoryForCurrentUser)
            .appendingPathComponent(".local/state", isDirectory: true)
        // A relative path there is to be ignored, says the XDG specification.
        if let path = environment["XDG_STATE_HOME"], path.hasPrefix("/") {
            state = URL(fileURLWithPath: path, isDirectory: true)
        }
        return state.appendingPathComponent("riposte/history")
    }

    /// The remembered lines, oldest first.
    public var lines: [String] {
        var lines: [String] = []
        withUnsafeMutablePointer(to: &lines) { lines in
            line_history_visit(pointer, lines) { lines, line in
                guard let lines, let line else { return }
                lines.assumingMemoryBound(to: [String].self).pointee.append(String(cString: line))
            }
        }
        return lines
    }

    /// Remembers `line`, unless it is blank or repeats the line before it.
    public func add(_ line: String) {
        guard line.contains(where: { !$0.isWhitespace }) else { return }
        line_history_add(pointer, line)
        unsaved.append(line)
    }

    /// Writes what was added since the last time; makes the folder when there is none.
    ///
    /// - Throws: ``LineReadingError/history(path:code:)``.
    public func save() throws {
        guard let file, !unsaved.isEmpty else { return }
        try? FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        // Where the folder cannot be locked, as on some network file systems, two may still collide.
        let lock = open(file.deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
        if lock >= 0 { while flock(lock, LOCK_EX) != 0, errno == EINTR {} }
        defer { if lock >= 0 { close(lock) } }
        guard let merged = line_history_create(Int32(clamping: limit)) else {
            throw LineReadingError.noEditor
        }
        defer { line_history_destroy(merged) }
        try LineHistory.load(file, into: merged)
        for line in unsaved { line_history_add(merged, line) }
        let code = line_history_save(merged, file.path)
        guard code == 0 else { throw LineReadingError.history(path: file.path, code: code) }
        unsaved.removeAll()
    }

    private static func load(_ file: URL, into pointer: OpaquePointer) throws {
        let code = line_history_load(pointer, file.path)
        guard code == 0 || code == ENOENT else {
            throw LineReadingError.history(path: file.path, code: code)
        }
    }
}
