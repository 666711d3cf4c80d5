import Networks
import Tensors
import Testing

/// Where the gradients of a network's parameters go.
@Suite struct WeightsTests {
    /// The memory is as an update before left it, perhaps another network's: nothing of that may stay.
    @Test func gradientsOverwriteWhatWasThere() {
        let parameters = Parameters(precision: .f32)
        let used = Linear(parameters, "used", inputs: 3, outputs: 2)
        let unused = Linear(parameters, "unused", inputs: 3, outputs: 2)
        parameters.initialize(RandomSource(seed: 1))
        var gradients = [Float](repeating: .nan, count: parameters.count)
        gradients.withUnsafeMutableBufferPointer { gradients in
            let tape = Tape(precision: .f32)
            let weights = parameters.bound(to: tape, gradients: gradients.baseAddress)
            // Twice: gradients of one binding add up.
            for _ in 0..<2 {
                let y = used(tape.constant([1, 2, 3], rows: 1, columns: 3), weights)
                y.accumulatedGradient.pointer.update(from: [1, 10], count: 2)
                weights.backward()
                tape.reset()
            }
        }
        let expected: [Float] = [2, 4, 6, 20, 40, 60]
        #expect(Array(gradients[used.weight.offset..<used.weight.offset + 6]) == expected)
        #expect(gradients[unused.weight.offset..<unused.weight.offset + 6].allSatisfy { $0 == 0 })
        #expect(gradients.allSatisfy { $0.isFinite })
    }
}
