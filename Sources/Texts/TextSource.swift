import Foundation

/// A file that a path leads to, and the name of the topic that it belongs to.
struct TextSource: Hashable, Sendable {
    /// The path, beginning as the user gave it.
    let path: String
    /// The name of the file, or of the folder inside the given folder, without its extension.
    let topic: String

    /// The files that `paths` lead to, in the order of the paths and of the names in folders.
    ///
    /// A file is a topic of its own. Of a folder each file is a topic, and so is each folder in it
    /// with all the files below. Hidden files are left out, and README and LICENSE, which speak about
    /// a folder's texts; a file met twice is taken once.
    static func find(_ paths: [String]) throws -> [TextSource] {
        guard !paths.isEmpty else { throw TextError.noPaths }
        var sources: [TextSource] = []
        for path in paths {
            switch try Kind(path) {
            case .file:
                sources.append(TextSource(path: path, topic: topic(of: path)))
            case .folder:
                let before = sources.count
                for child in try children(of: path) {
                    for file in try files(below: child, from: []) {
                        sources.append(TextSource(path: file, topic: topic(of: child)))
                    }
                }
                if sources.count == before { throw TextError.noTexts(folder: path) }
            }
        }
        var seen: Set<String> = []
        return sources.filter { seen.insert(resolved($0.path)).inserted }
    }

    private enum Kind {
        case file
        case folder

        init(_ path: String) throws {
            let manager = FileManager.default
            guard manager.fileExists(atPath: path) else {
                throw TextError.missing(path: path)
            }
            let attributes = try? manager.attributesOfItem(atPath: TextSource.resolved(path))
            switch attributes?[.type] as? FileAttributeType {
            case FileAttributeType.typeRegular: self = .file
            case FileAttributeType.typeDirectory: self = .folder
            case nil: throw TextError.unreadable(path: path)
            default: throw TextError.notAFile(path: path)
            }
            guard manager.isReadableFile(atPath: path) else {
                throw TextError.unreadable(path: path)
            }
        }
    }

    /// All files at or below `path`; `ancestors` guards against links that lead in circles.
    private static func files(below path: String, from ancestors: [String]) throws -> [String] {
        switch try Kind(path) {
        case .file:
            return [path]
        case .folder:
            let place = resolved(path)
            if ancestors.contains(place) { return [] }
            return try children(of: path).flatMap {
                try files(below: $0, from: ancestors + [place])
            }
        }
    }

    private static func children(of folder: String) throws -> [String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw TextError.unreadable(path: folder)
        }
        let base = folder.hasSuffix("/") ? folder : folder + "/"
        return names.filter { !$0.hasPrefix(".") && !isAboutTheFolder($0) }.sorted()
            .map { base + $0 }
    }

    private static func isAboutTheFolder(_ name: String) -> Bool {
        ["README", "LICENSE"].contains(topic(of: name).uppercased())
    }

    private static func resolved(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }

    private static func topic(of path: String) -> String {
        URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    }
}
