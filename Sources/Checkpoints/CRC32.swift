import Foundation

/// The cyclic redundancy check of ISO 3309 (polynomial 0xEDB88320): notices every single flipped bit.
enum CRC32 {
    /// Eight tables of 256, one after the other: table n advances a byte by n more bytes of zeros.
    private static let tables: [UInt32] = {
        var tables = (0..<256).map { byte -> UInt32 in
            (0..<8).reduce(UInt32(byte)) { value, _ in
                value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
            }
        }
        for index in 0..<7 * 256 {
            tables.append(tables[Int(tables[index] & 0xFF)] ^ (tables[index] >> 8))
        }
        return tables
    }()

    static func checksum(_ data: Data) -> UInt32 {
        tables.withUnsafeBufferPointer { tables in
            data.withUnsafeBytes { bytes -> UInt32 in
                var crc: UInt32 = 0xFFFF_FFFF
                var index = 0
                func entry(_ table: Int, _ word: UInt32, _ shift: UInt32) -> UInt32 {
                    tables[table << 8 | Int(word >> shift & 0xFF)]
                }
                while index + 8 <= bytes.count {
                    let low = bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self) ^ crc
                    let high = bytes.loadUnaligned(fromByteOffset: index + 4, as: UInt32.self)
                    crc = entry(7, low, 0) ^ entry(6, low, 8) ^ entry(5, low, 16)
                    crc ^= entry(4, low, 24) ^ entry(3, high, 0) ^ entry(2, high, 8)
                    crc ^= entry(1, high, 16) ^ entry(0, high, 24)
                    index += 8
                }
                while index < bytes.count {
                    crc = entry(0, crc ^ UInt32(bytes[index]), 0) ^ (crc >> 8)
                    index += 1
                }
                return ~crc
            }
        }
    }
}
