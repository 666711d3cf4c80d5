import Foundation
import Models
import Tensors
import Testing
import Texts

/// What is drawn at the ends of the settings' ranges.
@Suite("Sampling")
struct SamplingTests {
    /// Logits of which the third of those that may be drawn is the likeliest.
    private func draws(_ sampling: Sampling, from first: Float = -3) -> Set<Int32> {
        let count = 258 + 8
        let tape = Tape(precision: .f32)
        let logits = tape.matrix(1, count)
        for symbol in 0..<count { logits[0, symbol] = symbol < count - 8 ? -50 : first }
        logits[0, count - 6] = first + 1
        return Set(
            (0..<40).map {
                sampling.draw(logits, row: 0, RandomSource(seed: 2), noise: $0)
                    - Int32(count - 8)
            })
    }

    @Test(arguments: [0, .leastNonzeroMagnitude, 1e-7] as [Float])
    func aTemperatureOfNothingTakesTheLikeliest(_ temperature: Float) {
        #expect(draws(Sampling(temperature: temperature)) == [2])
    }

    /// The shares of four symbols against the softmax of their logits over the temperature.
    @Test(arguments: [0.5, 2] as [Float])
    func aTemperatureDividesTheLogits(_ temperature: Float) {
        let values: [Float] = [0, 1, 2, -1]
        let tape = Tape(precision: .f32)
        let logits = tape.matrix(1, 258 + values.count)
        logits.elements.update(repeating: -200)
        for (index, value) in values.enumerated() { logits[0, 258 + index] = value }
        let count = 20_000
        var shares = [Double](repeating: 0, count: values.count)
        for noise in 0..<count {
            let symbol = Sampling(temperature: temperature)
                .draw(logits, row: 0, RandomSource(seed: 2), noise: noise)
            shares[Int(symbol) - 258] += 1 / Double(count)
        }
        let weights = values.map { exp(Double($0 / temperature)) }
        for (share, weight) in zip(shares, weights) {
            let expected = weight / weights.reduce(0, +)
            let error = (expected * (1 - expected) / Double(count)).squareRoot()
            #expect(abs(share - expected) < 4 * error)
        }
    }

    @Test func aNucleusHasTheLikeliestAtLeast() {
        #expect(draws(Sampling(temperature: 1, topP: 0)) == [2])
        #expect(draws(Sampling(temperature: 1, topP: 0.2)) == [2])
        #expect(draws(Sampling(temperature: 1, topP: 1)).count > 4)
    }

    /// e of 7 + e of the probability is the likeliest's, and each other has a tenth.
    @Test func aNucleusHasNoMoreThanItNeeds() {
        let nucleus = draws(Sampling(temperature: 1, topP: 0.45))
        #expect(nucleus.count == 3 && nucleus.contains(2))
        // Of e⁴ and seven ones the first has 0.886.
        #expect(draws(Sampling(temperature: 0.25, topP: 0.85)) == [2])
    }
}
