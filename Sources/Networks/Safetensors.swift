import CKernels
import Foundation

/// The safetensors file format: eight bytes with the length of a JSON header, the header (for each
/// tensor its type, shape and place), then the tensors' bytes.
public enum Safetensors {
    /// One tensor of a file, as f32.
    public struct Tensor: Sendable {
        /// Its dimensions.
        public let shape: [Int]
        /// Its elements, the last dimension fastest.
        public let elements: [Float]

        /// A tensor of `shape` with as many elements.
        public init(shape: [Int], elements: [Float]) {
            precondition(shape.reduce(1, *) == elements.count, "tensor \(shape)")
            self.shape = shape
            self.elements = elements
        }
    }

    /// How elements are stored.
    public enum Storage: String, Sendable {
        /// Four bytes each.
        case f32 = "F32"
        /// The upper two bytes of each, rounded to nearest even.
        case bf16 = "BF16"
    }

    /// Why a file cannot be read.
    public struct Damage: Error, CustomStringConvertible {
        /// What is wrong with it.
        public let description: String
    }

    private struct Entry: Codable {
        let dtype: String
        let shape: [Int]
        let dataOffsets: [Int]

        enum CodingKeys: String, CodingKey {
            case dtype
            case shape
            case dataOffsets = "data_offsets"
        }
    }

    /// The bytes of a file that holds `tensors`.
    public static func encode(_ tensors: [(name: String, tensor: Tensor)], as storage: Storage)
        throws -> Data
    {
        var entries: [String: Entry] = [:]
        var offset = 0
        for (name, tensor) in tensors {
            let bytes = tensor.elements.count * (storage == .f32 ? 4 : 2)
            entries[name] = Entry(
                dtype: storage.rawValue, shape: tensor.shape,
                dataOffsets: [offset, offset + bytes])
            offset += bytes
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        var header = try encoder.encode(entries)
        while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
        var data = Data(capacity: 8 + header.count + offset)
        withUnsafeBytes(of: UInt64(header.count).littleEndian) { data.append(contentsOf: $0) }
        data.append(header)
        for (_, tensor) in tensors {
            switch storage {
            case .f32:
                tensor.elements.withUnsafeBytes { data.append(contentsOf: $0) }
            case .bf16:
                tensor.elements.map(upperHalf).withUnsafeBytes { data.append(contentsOf: $0) }
            }
        }
        return data
    }

    /// The tensors in the bytes of a file, by name.
    ///
    /// - Throws: ``Damage`` when the bytes are not a whole safetensors file of f32 or bf16 tensors.
    public static func decode(_ data: Data) throws -> [String: Tensor] {
        guard data.count >= 8 else { throw Damage(description: "only \(data.count) bytes") }
        let length = data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= UInt64(data.count - 8) else {
            throw Damage(description: "the header is cut off")
        }
        let start = data.startIndex + 8 + Int(length)
        let entries: [String: HeaderValue]
        do {
            entries = try JSONDecoder().decode(
                [String: HeaderValue].self, from: data[data.startIndex + 8..<start])
        } catch {
            throw Damage(description: "the header is not JSON")
        }
        var tensors: [String: Tensor] = [:]
        for (name, value) in entries where name != "__metadata__" {
            guard case .entry(let entry) = value else {
                throw Damage(description: "\(name) has no type, shape and place")
            }
            tensors[name] = try tensor(name, entry, in: data[start...])
        }
        return tensors
    }

    private enum HeaderValue: Decodable {
        case entry(Entry)
        case other
        init(from decoder: any Decoder) throws {
            self = (try? Entry(from: decoder)).map(HeaderValue.entry) ?? .other
        }
    }

    private static func tensor(_ name: String, _ entry: Entry, in body: Data) throws -> Tensor {
        guard let storage = Storage(rawValue: entry.dtype) else {
            throw Damage(description: "\(name) has the type \(entry.dtype), not F32 or BF16")
        }
        let size = storage == .f32 ? 4 : 2
        var count = 1
        for dimension in entry.shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
            guard dimension >= 0, !overflow, product <= body.count else {
                throw Damage(description: "\(name) has the shape \(entry.shape)")
            }
            count = product
        }
        guard entry.dataOffsets.count == 2, entry.dataOffsets[0] >= 0,
            entry.dataOffsets[1] >= entry.dataOffsets[0],
            entry.dataOffsets[1] - entry.dataOffsets[0] == count * size
        else { throw Damage(description: "\(name) has a place that does not fit its shape") }
        guard entry.dataOffsets[1] <= body.count else {
            throw Damage(description: "the file is cut off inside \(name)")
        }
        let bytes = body.dropFirst(entry.dataOffsets[0]).prefix(count * size)
        func filled<Element>(_ type: Element.Type) -> [Element] {
            [Element](unsafeUninitializedCapacity: count) { room, filled in
                bytes.copyBytes(to: UnsafeMutableRawBufferPointer(room))
                filled = count
            }
        }
        guard storage == .bf16 else {
            return Tensor(shape: entry.shape, elements: filled(Float.self))
        }
        let halves = filled(UInt16.self)
        let elements = [Float](unsafeUninitializedCapacity: count) { room, filled in
            if let start = room.baseAddress { riposte_from_bf16(Int64(count), halves, start) }
            filled = count
        }
        return Tensor(shape: entry.shape, elements: elements)
    }

    private static func upperHalf(_ value: Float) -> UInt16 {
        let bits = value.bitPattern
        // Rounding may carry a NaN's significand over into infinity or zero.
        if value.isNaN { return UInt16(truncatingIfNeeded: bits >> 16) | 0x0040 }
        return UInt16(truncatingIfNeeded: (bits &+ 0x7FFF &+ ((bits >> 16) & 1)) >> 16)
    }
}
