import Models
import Texts

/// One of the ``ReplySettings`` as a person meets it: a name, a range, and words about it.
public struct Setting: Sendable {
    /// What `/set` calls it, such as `top-p`.
    public let name: String
    /// What it does, in a few words.
    public let summary: String
    /// The values it takes, in words.
    public let range: String
    /// Values worth offering on Tab.
    public let examples: [String]
    /// Whether it means the same in any model.
    var canBeKept: Bool { name != "code" }
    let read: @Sendable (ReplySettings) -> String
    let parse: @Sendable (String, inout ReplySettings) -> Bool

    /// The value that `settings` have, as it would be typed.
    public func value(in settings: ReplySettings) -> String { read(settings) }

    /// Reads `value` into `settings`.
    ///
    /// - Throws: ``SettingError/badValue(name:value:range:)``; then nothing is changed.
    public func write(_ value: String, _ settings: inout ReplySettings) throws {
        guard parse(value, &settings) else {
            throw SettingError.badValue(name: name, value: value, range: range)
        }
    }

    /// The setting called `name`, whatever its case and its hyphens.
    ///
    /// - Throws: ``SettingError/unknown(_:nearest:)``.
    public static func named(_ name: String) throws -> Setting {
        func plain(_ name: String) -> String {
            name.lowercased().filter { $0 != "-" && $0 != "_" }
        }
        if let setting = all.first(where: { plain($0.name) == plain(name) }) { return setting }
        throw SettingError.unknown(name, nearest: Spelling.nearest(to: name, in: all.map(\.name)))
    }
}

extension Setting {
    /// Those that ``KeptSettings`` keep.
    static var kept: [Setting] { all.filter(\.canBeKept) }

    /// Every setting, in the order in which `/show` lists them.
    public static let all: [Setting] = [
        Setting(
            name: "temperature",
            summary: "how bold the choice is: lower is calmer",
            range: "a number from 0 to 5", examples: ["0", "0.5", "0.8", "1", "1.2"],
            \.temperature, in: 0...5),
        Setting(
            name: "top-p", summary: "draw from the likeliest, of this probability",
            range: "a number above 0, up to 1", examples: ["0.8", "0.9", "0.95", "1"],
            \.topP, in: Float.leastNormalMagnitude...1),
        Setting(
            name: "guidance", summary: "how hard the topic is followed: 1 as learned, 3 very",
            range: "a number from 0 to 20", examples: ["1", "1.5", "2", "3"],
            \.guidance, in: 0...20),
        Setting(
            name: "length", summary: "the most characters of a reply",
            range: "a whole number from 1 to 100000", examples: ["80", "150", "300", "1000"],
            \.length, in: 1...100_000),
        Setting(
            name: "units", summary: "sentences or lines in a reply",
            range: "a whole number from 1 to 1000", examples: ["1", "2", "3", "5"],
            \.units, in: 1...1000),
        Setting(
            name: "candidates", summary: "replies written, of which one is kept",
            range: "a whole number from 1 to 64", examples: ["1", "4", "8", "16"],
            \.candidates, in: 1...64),
        Setting(
            name: "choice", summary: "which candidate: the best, or one by its odds",
            range: "best, odds or fitting", examples: CandidateChoice.allCases.map(\.rawValue),
            read: { $0.choice.rawValue },
            parse: { value, settings in
                guard let choice = CandidateChoice(rawValue: value.lowercased()) else {
                    return false
                }
                settings.choice = choice
                return true
            }),
        Setting(
            name: "code", summary: "the latent code, of a model with codes",
            range: "a category, perhaps with two values from -3 to 3, or none",
            examples: ["1", "2:0.5,-1", "none"],
            read: { $0.code.map { "\($0)" } ?? "none" },
            parse: { value, settings in
                if value.lowercased() == "none" {
                    settings.code = nil
                    return true
                }
                guard let code = try? CodeChoice(parsing: value) else { return false }
                settings.code = code
                return true
            }),
        Setting(
            name: "seed", summary: "the same seed gives the same replies",
            range: "a whole number from 0 to \(UInt64.max), or none",
            examples: ["1", "42", "none"],
            read: { $0.seed.map(String.init) ?? "none" },
            parse: { value, settings in
                if value.lowercased() == "none" {
                    settings.seed = nil
                    return true
                }
                guard let seed = UInt64(value) else { return false }
                settings.seed = seed
                return true
            }),
    ]

    private init<Value: LosslessStringConvertible & Comparable & Sendable>(
        name: String, summary: String, range: String, examples: [String],
        _ path: WritableKeyPath<ReplySettings, Value> & Sendable, in values: ClosedRange<Value>
    ) {
        self.init(
            name: name, summary: summary, range: range, examples: examples,
            read: { "\($0[keyPath: path])" },
            parse: { text, settings in
                // A value that is not a number (NaN) is in no range.
                guard let value = Value(text), values.contains(value) else { return false }
                settings[keyPath: path] = value
                return true
            })
    }
}

/// Why a setting was not changed.
public enum SettingError: Error, Equatable {
    /// There is no such setting.
    case unknown(String, nearest: String?)
    /// The value is not in the setting's range.
    case badValue(name: String, value: String, range: String)
}

extension SettingError: CustomStringConvertible {
    /// What is wrong and what to type instead.
    public var description: String {
        switch self {
        case .unknown(let name, let nearest?):
            "no setting \"\(name)\"; did you mean \(nearest)?"
        case .unknown(let name, nil):
            "no setting \"\(name)\"; the settings are "
                + Setting.all.map(\.name).joined(separator: ", ")
        case .badValue(let name, let value, let range):
            "\(name) is \(range), not \"\(value)\""
        }
    }
}
