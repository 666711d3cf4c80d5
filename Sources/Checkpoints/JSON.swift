import Foundation

/// JSON as the run folder keeps it: sorted keys, so that equal content is equal bytes.
public enum JSON {
    /// `value` as indented JSON with a newline at the end.
    public static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        var data = try encoder.encode(value)
        data.append(UInt8(ascii: "\n"))
        return data
    }

    /// `value` as one line without a newline.
    public static func line(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// The value in `data`, which was read from `file`.
    static func decode<Value: Decodable>(_ type: Value.Type, _ data: Data, file: String) throws
        -> Value
    {
        do {
            return try JSONDecoder().decode(type, from: data)
        } catch {
            throw CheckpointError.damaged(
                file: file, reason: "it is not the JSON that was expected")
        }
    }
}
