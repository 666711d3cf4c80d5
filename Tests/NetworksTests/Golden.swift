import Foundation
import Networks
import Testing

/// Values that `Tests/Reference/make_golden.py` computed with PyTorch in double precision.
struct Golden {
    private let tensors: [String: Safetensors.Tensor]

    /// The file `name`.safetensors in `Tests/Reference/golden`.
    init(_ name: String) throws {
        let file = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Reference/golden/\(name).safetensors")
        tensors = try Safetensors.decode(Data(contentsOf: file))
    }

    /// The tensor `name`, which must be there.
    subscript(name: String) -> Safetensors.Tensor {
        guard let tensor = tensors[name] else { fatalError("no \(name) in the golden file") }
        return tensor
    }
}

/// Expects `values` to be `expected` up to `tolerance` of the largest magnitude in it.
func expectClose(
    _ values: some Sequence<Float>, _ expected: [Float], tolerance: Float, _ name: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let values = Array(values)
    #expect(values.count == expected.count, "\(name)", sourceLocation: sourceLocation)
    let largest = expected.reduce(1e-6) { max($0, abs($1)) }
    let deviation = zip(values, expected).reduce(Float(0)) { worst, pair in
        let difference = abs(pair.0 - pair.1)
        return difference.isNaN ? .infinity : max(worst, difference)
    }
    #expect(
        deviation <= tolerance * largest, "\(name): off by \(deviation) of \(largest)",
        sourceLocation: sourceLocation)
}
