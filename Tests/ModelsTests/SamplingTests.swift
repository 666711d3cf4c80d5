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

    @Test func aNucleusHasTheLikeliestAtLeast() {
        #expect(draws(Sampling(temperature: 1, topP: 0)) == [2])
        #expect(draws(Sampling(temperature: 1, topP: 0.2)) == [2])
        #expect(draws(Sampling(temperature: 1, topP: 1)).count > 4)
    }

    /// e of 7 + e of the probability is the likeliest's, and each other has a tenth.
    @Test func aNucleusHasNoMoreThanItNeeds() {
        let nucleus = draws(Sampling(temperature: 1, topP: 0.45))
        #expect(nucleus.count == 3 && nucleus.contains(2))
    }
}
