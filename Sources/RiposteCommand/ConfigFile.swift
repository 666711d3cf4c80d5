import Foundation
import Riposte

/// A file for `--config`: some of the keys of a run's settings.json, or of a checkpoint's
/// config.json.
///
///     {"configuration": {"embedding": 32}, "settings": {"clip": 0.5}}
///     {"embedding": 32, "clip": 0.5}
struct ConfigFile {
    private typealias Object = [String: Any]

    private let path: String
    private let file: Object

    /// The file at `path`.
    ///
    /// - Throws: ``CommandFailure`` where it cannot be read, or is no JSON object.
    init(_ path: String) throws {
        let data = try NamedFile.contents(of: path)
        guard let file = try? JSONSerialization.jsonObject(with: data) as? Object else {
            throw CommandFailure("\(path): this is not a JSON object; see settings.json of a run")
        }
        self.path = path
        self.file = file
    }

    /// Whether it says anything of the setting `key`.
    func names(_ key: String) -> Bool {
        file[key] != nil || (file["settings"] as? Object)?[key] != nil
    }

    /// `settings`, with what it says in their place.
    ///
    /// - Throws: ``CommandFailure`` that names the key that is unknown or has no fitting value.
    func applied(to settings: RunSettings) throws -> RunSettings {
        let known = try ConfigFile.object(settings)
        var merged = known
        for (key, value) in file {
            let section = ConfigFile.section(of: key, in: known)
            switch (section, value) {
            case (nil, _) where known[key] is Object:
                guard let value = value as? Object, let part = known[key] as? Object else {
                    throw CommandFailure("\(path): \(key) takes an object")
                }
                merged[key] = try ConfigFile.merge(
                    value, into: merged[key] as? Object ?? part, key, path)
            case (nil, _):
                guard known[key] != nil else { throw ConfigFile.unknown(key, path) }
                merged[key] = value
            case (let section?, _):
                let part = merged[section] as? Object ?? [:]
                merged[section] = try ConfigFile.merge([key: value], into: part, section, path)
            }
        }
        do {
            let data = try JSONSerialization.data(withJSONObject: merged)
            return try JSONDecoder().decode(RunSettings.self, from: data)
        } catch let error as DecodingError {
            throw CommandFailure("\(path): \(ConfigFile.words(error))")
        }
    }

    /// The section that a key of a flat file belongs to.
    private static func section(of key: String, in known: Object) -> String? {
        guard known[key] == nil else { return nil }
        return ["configuration", "settings"].first { (known[$0] as? Object)?[key] != nil }
    }

    private static func merge(
        _ changes: Object, into known: Object, _ place: String, _ path: String
    ) throws -> Object {
        var merged = known
        for (key, value) in changes {
            guard let old = known[key] else { throw unknown("\(place).\(key)", path) }
            // A budget is one value: minutes or steps.
            if let part = old as? Object, let value = value as? Object,
                key != "likelihood" && key != "adversarial"
            {
                merged[key] = try merge(value, into: part, "\(place).\(key)", path)
            } else {
                merged[key] = value
            }
        }
        return merged
    }

    private static func object(_ settings: RunSettings) throws -> Object {
        let parsed = try JSONSerialization.jsonObject(with: JSON.encode(settings))
        return parsed as? Object ?? [:]
    }

    private static func unknown(_ key: String, _ path: String) -> CommandFailure {
        CommandFailure("\(path): there is no setting \(key); see settings.json of a run")
    }

    private static func words(_ error: DecodingError) -> String {
        switch error {
        case .typeMismatch(let type, let context):
            "\(place(context)) takes a value of the kind \(type)"
        case .dataCorrupted(let context), .keyNotFound(_, let context),
            .valueNotFound(_, let context):
            "\(place(context)) has a value that does not fit: \(context.debugDescription)"
        @unknown default: "\(error)"
        }
    }

    private static func place(_ context: DecodingError.Context) -> String {
        context.codingPath.map(\.stringValue).joined(separator: ".")
    }
}
