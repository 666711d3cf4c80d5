import Foundation
import Networks

extension LoadedModel {
    /// A checksum of all that decides what the model writes: the weights of both networks, alphabet and
    /// topics. Eight hexadecimal digits.
    public var checksum: String {
        let names = Data(
            (topics + [String(String.UnicodeScalarView(alphabet.scalars))])
                .joined(separator: "\0").utf8)
        let sums = [
            CRC32.checksum(generator.parameters), CRC32.checksum(discriminator.parameters),
            CRC32.checksum(names),
        ]
        let all = sums.flatMap { sum in (0..<4).map { UInt8(truncatingIfNeeded: sum >> (8 * $0)) } }
        let digits = String(CRC32.checksum(Data(all)), radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}

extension CRC32 {
    /// The checksum of all values of `parameters`.
    fileprivate static func checksum(_ parameters: Parameters) -> UInt32 {
        checksum(
            Data(
                bytesNoCopy: parameters.values,
                count: parameters.count * MemoryLayout<Float>.stride, deallocator: .none))
    }
}
