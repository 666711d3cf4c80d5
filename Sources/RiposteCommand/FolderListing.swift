import Foundation
import Riposte

/// The names in a folder, for completion.
enum FolderListing {
    /// The names in `folder` as it was typed; folders end in a slash.
    @Sendable static func names(in folder: String) -> [String] {
        let path = folder.isEmpty ? "." : folder.expandingHome
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.map { name in
            var isFolder: ObjCBool = false
            let whole = (path as NSString).appendingPathComponent(name)
            _ = FileManager.default.fileExists(atPath: whole, isDirectory: &isFolder)
            return isFolder.boolValue ? name + "/" : name
        }
    }
}
