import Foundation
import Networks
import Testing

@Suite("Safetensors")
struct SafetensorsTests {
    private let values: [Float] = [
        0, -0.0, 1, -1, .pi, 0x1p-140, .leastNonzeroMagnitude, .infinity, -.infinity, 65_504,
    ]

    @Test("A round trip in f32 keeps every bit")
    func f32() throws {
        let odd = Safetensors.Tensor(shape: [3], elements: [0.1, .nan, -7])
        let data = try Safetensors.encode(
            [
                ("a.weight", .init(shape: [2, 5], elements: values)), ("b", odd),
                ("empty", .init(shape: [0, 4], elements: [])),
                ("number", .init(shape: [], elements: [5])),
            ], as: .f32)
        let tensors = try Safetensors.decode(data)
        #expect(Set(tensors.keys) == ["a.weight", "b", "empty", "number"])
        #expect(tensors["a.weight"]?.shape == [2, 5])
        #expect(tensors["a.weight"]?.elements.map(\.bitPattern) == values.map(\.bitPattern))
        #expect(tensors["b"]?.elements.map(\.bitPattern) == odd.elements.map(\.bitPattern))
        #expect(tensors["empty"]?.shape == [0, 4])
        #expect(tensors["number"]?.shape == [])
        #expect(tensors["number"]?.elements == [5])
    }

    @Test("bf16 rounds to nearest, ties to even")
    func bf16() throws {
        // The spacing of bf16 between 1 and 2 is 1/128.
        let elements: [Float] = [
            1, 1 + 1 / 256, 1 + 3 / 256, 1 + 1 / 257, 1 - 1 / 512, -3.140625, .infinity, .nan, 0,
        ]
        let data = try Safetensors.encode(
            [("x", .init(shape: [elements.count], elements: elements))], as: .bf16)
        let read = try #require(try Safetensors.decode(data)["x"]).elements
        #expect(read[0] == 1)
        #expect(read[1] == 1)
        #expect(read[2] == 1.015625)
        #expect(read[3] == 1)
        #expect(read[4] == 1)
        #expect(read[5] == -3.140625)
        #expect(read[6] == .infinity)
        #expect(read[7].isNaN)
        #expect(read[8] == 0)
    }

    @Test("Any number keeps 8 bits of significand in bf16")
    func bf16Precision() throws {
        let elements = (0..<1000).map { Float($0 * $0) * 0.37 - 1234 }
        let data = try Safetensors.encode(
            [("x", .init(shape: [10, 100], elements: elements))], as: .bf16)
        let read = try #require(try Safetensors.decode(data)["x"]).elements
        for (one, other) in zip(elements, read) { #expect(abs(one - other) <= abs(one) / 256) }
    }

    @Test func anEmptyFileOfTensors() throws {
        let tensors = try Safetensors.decode(Safetensors.encode([], as: .f32))
        #expect(tensors.isEmpty)
    }

    @Test("The format: length, padded header, bytes in the order of the tensors")
    func format() throws {
        let data = try Safetensors.encode(
            [("b", .init(shape: [1], elements: [1])), ("a", .init(shape: [2], elements: [2, 3]))],
            as: .f32)
        let length = Int(data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        #expect(length % 8 == 0)
        #expect(data.count == 8 + length + 12)
        let header = String(decoding: data[8..<8 + length], as: UTF8.self)
        #expect(header.contains(#""data_offsets":[0,4]"#))
        #expect(header.contains(#""data_offsets":[4,12]"#))
        let first = data[(8 + length)...].prefix(4)
        #expect(Array(first) == [0, 0, 128, 63])
    }

    @Test("What Python adds is passed over")
    func metadata() throws {
        let header =
            #"{"__metadata__":{"format":"pt"},"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
        let tensors = try Safetensors.decode(file(header, body: [0, 0, 0, 64]))
        #expect(tensors.keys.sorted() == ["x"])
        #expect(tensors["x"]?.elements == [2])
    }

    @Test("A slice of a larger file is read from its own beginning")
    func slice() throws {
        let data = try Safetensors.encode(
            [("x", .init(shape: [2], elements: [1, 2]))], as: .f32)
        let longer = Data([9, 9, 9]) + data
        #expect(try Safetensors.decode(longer.dropFirst(3))["x"]?.elements == [1, 2])
    }

    @Test("Cut off after any number of bytes, a file is damaged")
    func truncation() throws {
        let data = try Safetensors.encode(
            [("x", .init(shape: [2, 2], elements: [1, 2, 3, 4]))], as: .f32)
        for length in 0..<data.count {
            #expect(throws: Safetensors.Damage.self, "\(length) bytes") {
                try Safetensors.decode(data.prefix(length))
            }
        }
    }

    @Test(
        "Headers that cannot be right",
        arguments: [
            "no JSON at all", "[1, 2]", "{", "7",
            #"{"x":{"dtype":"F16","shape":[4],"data_offsets":[0,8]}}"#,
            #"{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#,
            #"{"x":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}"#,
            #"{"x":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#,
            #"{"x":{"dtype":"F32","shape":[-1,-2],"data_offsets":[0,8]}}"#,
            #"{"x":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#,
            #"{"x":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}"#,
            #"{"x":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#,
            #"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0]}}"#,
            #"{"x":{"dtype":"F32","shape":[0],"data_offsets":[9,9]}}"#,
            #"{"x":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#,
            #"{"x":{"dtype":"F32","shape":[9223372036854775807],"data_offsets":[0,8]}}"#,
        ])
    func damagedHeader(_ header: String) {
        #expect(throws: Safetensors.Damage.self) {
            try Safetensors.decode(file(header, body: [UInt8](repeating: 0, count: 8)))
        }
    }

    @Test(
        "Entries that are not those of a tensor",
        arguments: [
            #"{"x":7}"#, #"{"x":{"dtype":"F32","shape":[2]}}"#,
            #"{"x":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}"#,
            #"{"x":{"dtype":"F32","shape":"2","data_offsets":[0,8]}}"#,
        ])
    func damagedEntry(_ header: String) {
        #expect(throws: Safetensors.Damage.self) {
            try Safetensors.decode(file(header, body: [UInt8](repeating: 0, count: 8)))
        }
    }

    @Test("Offsets that overflow when one is taken from the other")
    func overflowingOffsets() {
        let header = #"{"x":{"dtype":"F32","shape":[2],"data_offsets":[1,-9223372036854775808]}}"#
        #expect(throws: Safetensors.Damage.self) {
            try Safetensors.decode(file(header, body: [UInt8](repeating: 0, count: 8)))
        }
    }

    @Test("A NaN stays one in bf16, whatever its payload")
    func bf16NaN() throws {
        let payloads: [UInt32] = [0x7F80_0001, 0x7FFF_FFFF, 0xFFFF_FFFF, 0x7FC0_0000]
        let data = try Safetensors.encode(
            [("x", .init(shape: [4], elements: payloads.map { Float(bitPattern: $0) }))], as: .bf16)
        let read = try #require(try Safetensors.decode(data)["x"]).elements
        for number in read { #expect(number.isNaN) }
    }

    @Test("A header longer than any file")
    func enormousHeader() {
        #expect(throws: Safetensors.Damage.self) {
            try Safetensors.decode(Data([UInt8](repeating: 255, count: 64)))
        }
    }

    func file(_ header: String, body: [UInt8]) -> Data {
        var data = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
        data.append(contentsOf: header.utf8)
        data.append(contentsOf: body)
        return data
    }
}
