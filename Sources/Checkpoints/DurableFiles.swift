import Foundation

/// Writing so that a crash at any instant leaves either the old or the new, never a half.
public enum DurableFiles {
    /// Writes `data` to a new file and waits until it is on the disk.
    static func write(_ data: Data, to url: URL, permissions: mode_t = 0o644) throws {
        let descriptor = open(url.path, O_WRONLY | O_CREAT | O_TRUNC, permissions)
        guard descriptor >= 0 else { throw failure(url) }
        defer { close(descriptor) }
        try data.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                let count = Foundation.write(
                    descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { throw failure(url) }
                written += count
            }
        }
        guard fsync(descriptor) == 0 else { throw failure(url) }
    }

    /// Replaces the file at `url` in one step.
    ///
    /// - Parameter permissions: those of the file, as far as the process's mask lets them stand.
    /// - Throws: ``CheckpointError/unwritable(path:reason:)``.
    public static func replace(_ url: URL, with data: Data, permissions: mode_t = 0o644) throws {
        let temporary = url.deletingLastPathComponent()
            .appendingPathComponent(".\(url.lastPathComponent).tmp-\(getpid())")
        do {
            try write(data, to: temporary, permissions: permissions)
            guard rename(temporary.path, url.path) == 0 else { throw failure(url) }
        } catch {
            unlink(temporary.path)
            throw error
        }
        synchronizeFolder(url.deletingLastPathComponent())
    }

    /// Waits until the names in a folder are on the disk.
    static func synchronizeFolder(_ url: URL) {
        let descriptor = open(url.path, O_RDONLY)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    static func failure(_ url: URL) -> CheckpointError {
        .unwritable(path: url.path, reason: String(cString: strerror(errno)))
    }
}
