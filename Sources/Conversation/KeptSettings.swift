import Checkpoints
import Foundation
import Texts

/// The settings that a person keeps from one conversation to the next, in a file:
///
///     {"format": "riposte-settings", "version": 1, "settings": {"temperature": "0.5"}}
///
/// The file is written in one step and readable by its owner alone. What is in it and not understood
/// (a setting of a newer version) stays in it; a file that is damaged is never written over.
public struct KeptSettings: Sendable {
    /// Where they are.
    public let file: URL

    /// The settings in `file`, which need not exist.
    public init(file: URL) { self.file = file }

    /// `$XDG_CONFIG_HOME/riposte/settings.json`, or `~/.config/riposte/settings.json`.
    public static func standardFile(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> URL {
        let home = environment["HOME"].map { URL(fileURLWithPath: $0, isDirectory: true) }
        var folder = (home ?? FileManager.default.homeDirectoryForCurrentUser)
            .appendingPathComponent(".config", isDirectory: true)
        // A relative path there is to be ignored, says the XDG specification.
        if let path = environment["XDG_CONFIG_HOME"], path.hasPrefix("/") {
            folder = URL(fileURLWithPath: path, isDirectory: true)
        }
        return folder.appendingPathComponent("riposte/settings.json")
    }

    /// `settings` with what was kept in their place.
    ///
    /// - Returns: the settings; the names of those that were kept; and what a person should know: values
    ///   that could not be used, each in a line.
    /// - Throws: ``ConversationError/damagedSettings(_:reason:)`` or
    ///   ``ConversationError/file(_:reason:)``.
    public func applied(to settings: ReplySettings) throws -> (
        settings: ReplySettings, names: [String], notes: [String]
    ) {
        var (settings, names, notes) = (settings, [String](), [String]())
        for (name, value) in try contents().settings.sorted(by: { $0.key < $1.key }) {
            do {
                let setting = try Setting.named(name)
                guard setting.canBeKept else { continue }
                try setting.write(value.text, &settings)
                names.append(setting.name)
            } catch {
                notes.append("\(file.path): \(error); left out")
            }
        }
        return (settings, names, notes)
    }

    /// Keeps the values that `settings` have of those called `names`, and forgets the others when
    /// `isAll`.
    ///
    /// - Throws: as ``applied(to:)``; `CheckpointError` when the file cannot be written.
    func keep(_ names: [Setting], of settings: ReplySettings, isAll: Bool) throws {
        var contents = try contents()
        if isAll {
            for setting in Setting.all { contents.settings[setting.name] = nil }
        }
        for setting in names {
            contents.settings[setting.name] = Contents.Value(text: setting.value(in: settings))
        }
        let target = UserFile.target(of: file)
        try? FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        try DurableFiles.replace(target, with: JSON.encode(contents), permissions: 0o600)
    }

    /// What the file holds; nothing where there is none.
    private func contents() throws -> Contents {
        guard FileManager.default.fileExists(atPath: file.path) else { return Contents() }
        let data = try UserFile.data(in: file.path, atMost: 1 << 20)
        guard let contents = try? JSONDecoder().decode(Contents.self, from: data),
            contents.format == Contents().format
        else {
            throw ConversationError.damagedSettings(
                file.path, reason: "it is not what /keep writes")
        }
        guard contents.version <= Contents().version else {
            throw ConversationError.damagedSettings(
                file.path, reason: "its version \(contents.version) is newer than this program")
        }
        return contents
    }

    private struct Contents: Codable {
        /// As it is typed; a person may have written a number.
        struct Value: Codable {
            var text: String

            init(text: String) { self.text = text }

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let text = try? container.decode(String.self) {
                    self.text = text
                } else if let number = try? container.decode(Int.self) {
                    text = "\(number)"
                } else {
                    text = "\(try container.decode(Double.self))"
                }
            }

            func encode(to encoder: any Encoder) throws {
                var container = encoder.singleValueContainer()
                try container.encode(text)
            }
        }

        var format = "riposte-settings"
        var version = 1
        var settings: [String: Value] = [:]
    }
}
