import Foundation

/// The cyclic redundancy check of ISO 3309 (polynomial 0xEDB88320): notices every single flipped bit.
enum CRC32 {
    private static let table: [[UInt32]] = {
        var tables = [
            (0..<256).map { byte -> UInt32 in
                (0..<8).reduce(UInt32(byte)) { value, _ in
                    value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
                }
            }
        ]
        // Eight bytes at a time: table n advances a byte by n more bytes of zeros.
        for n in 1..<8 {
            tables.append(tables[n - 1].map { tables[0][Int($0 & 0xFF)] ^ ($0 >> 8) })
        }
        return tables
    }()

    static func checksum(_ data: Data) -> UInt32 {
        let table = table
        return data.withUnsafeBytes { bytes -> UInt32 in
            var crc: UInt32 = 0xFFFF_FFFF
            var index = 0
            while index + 8 <= bytes.count {
                let low = bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self) ^ crc
                let high = bytes.loadUnaligned(fromByteOffset: index + 4, as: UInt32.self)
                crc =
                    table[7][Int(low & 0xFF)] ^ table[6][Int(low >> 8 & 0xFF)]
                    ^ table[5][Int(low >> 16 & 0xFF)] ^ table[4][Int(low >> 24)]
                    ^ table[3][Int(high & 0xFF)] ^ table[2][Int(high >> 8 & 0xFF)]
                    ^ table[1][Int(high >> 16 & 0xFF)] ^ table[0][Int(high >> 24)]
                index += 8
            }
            while index < bytes.count {
                crc = table[0][Int((crc ^ UInt32(bytes[index])) & 0xFF)] ^ (crc >> 8)
                index += 1
            }
            return ~crc
        }
    }
}
