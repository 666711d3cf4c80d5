import ArgumentParser
import Riposte

/// How options' values are read: each closure takes what was typed and names the range otherwise.
enum Values {
    typealias Reader<Value> = @Sendable (String) throws -> Value

    /// Why a value is not one.
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    /// A whole number in `range`.
    static func whole(_ range: ClosedRange<Int>) -> Reader<Int> {
        { text in
            guard let value = Int(text), range.contains(value) else {
                throw Problem(description: "it takes a whole number \(words(range))")
            }
            return value
        }
    }

    /// A number in `range`.
    static func number(_ range: ClosedRange<Double>) -> Reader<Double> {
        { text in
            guard let value = Double(text), range.contains(value) else {
                throw Problem(description: "it takes a number \(words(range))")
            }
            return value
        }
    }

    /// A seed.
    static let seed: Reader<UInt64> = { text in
        guard let value = UInt64(text) else {
            throw Problem(description: "it takes a whole number from 0 to \(UInt64.max)")
        }
        return value
    }

    /// One of the settings of a reply, read as `/set` in a conversation reads it.
    static func setting<Value>(_ name: String, _ path: KeyPath<ReplySettings, Value> & Sendable)
        -> Reader<Value>
    {
        { text in
            var settings = ReplySettings()
            let setting = try Setting.named(name)
            guard (try? setting.write(text, &settings)) != nil else {
                throw Problem(description: "it takes \(setting.range)")
            }
            return settings[keyPath: path]
        }
    }

    /// Numbers in `range`, separated by commas.
    static func numbers(_ range: ClosedRange<Float>) -> Reader<[Float]> {
        { text in
            try text.split(separator: ",", omittingEmptySubsequences: false).map { field in
                guard let value = Float(field), range.contains(value) else {
                    throw Problem(
                        description: "it takes numbers \(words(range)), such as 0.6,0.8,1")
                }
                return value
            }
        }
    }

    /// A latent code.
    static let code: Reader<CodeChoice> = { text in
        do {
            return try CodeChoice(parsing: text)
        } catch {
            throw Problem(description: "\(error)")
        }
    }

    /// A path that says something.
    static let path: Reader<String> = { text in
        guard !text.isEmpty else { throw Problem(description: "it takes a path") }
        return text
    }

    private static func words<Value>(_ range: ClosedRange<Value>) -> String {
        "from \(range.lowerBound) to \(range.upperBound)"
    }
}

/// A switch that is spelled out.
enum OnOff: String, CaseIterable, ExpressibleByArgument {
    case on
    case off
}
