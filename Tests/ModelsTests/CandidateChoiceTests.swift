import Foundation
import Tensors
import Testing

import Models

/// Which of several candidates becomes the text.
struct CandidateChoiceTests {
    let scores: [Float] = [0.5, 3, -1]
    let realism: [Float] = [1, 0, -2]

    @Test func theBestIsTheHighestScoreWhateverChanceSays() {
        for seed: UInt64 in 0..<20 {
            let source = RandomSource(seed: seed)
            let place = CandidateChoice.best.place(scores: scores, realism: realism, source)
            #expect(place == 1)
        }
        // Of equals the first.
        let source = RandomSource(seed: 1)
        #expect(CandidateChoice.best.place(scores: [2, 2], realism: [0, 9], source) == 0)
    }

    /// Each with its share of Σ exp(logit), within four standard errors: of the realism logits alone, or of
    /// what all heads make of it.
    @Test(arguments: [CandidateChoice.odds, .fitting])
    func oddsAreFollowed(_ choice: CandidateChoice) {
        let draws = 20_000
        let logits = choice == .odds ? realism : scores
        var counts = [0, 0, 0]
        var differing = 0
        let source = RandomSource(seed: 5)
        for draw in 0..<draws {
            let own = source.child("draw", draw)
            let place = choice.place(scores: scores, realism: realism, own)
            counts[place] += 1
            let others: [Float] = [0, 0, 0]
            let blind =
                choice == .odds
                ? choice.place(scores: others, realism: realism, own)
                : choice.place(scores: scores, realism: others, own)
            if blind != place { differing += 1 }
        }
        #expect(differing == 0)
        let total = logits.reduce(0) { $0 + exp(Double($1)) }
        for (count, logit) in zip(counts, logits) {
            let share = exp(Double(logit)) / total
            let error = (share * (1 - share) / Double(draws)).squareRoot()
            #expect(abs(Double(count) / Double(draws) - share) < 4 * error)
        }
    }

    /// Resampling by the true ratio of two densities turns samples of one into samples of the other: that
    /// is what it is for. Here 0 and 1, of probability ½ each among samples and 0.8 and 0.2 in reality.
    @Test func samplesComeNearerToWhatIsReal() {
        func share(_ candidates: Int) -> Double {
            let source = RandomSource(seed: 9)
            let draws = 8000
            let zeros = (0..<draws).filter { draw in
                let own = source.child("sample", draw)
                let values = (0..<candidates).map { own.child("value").uniform($0) < 0.5 ? 0 : 1 }
                let logits = values.map { Float($0 == 0 ? log(0.8 / 0.5) : log(0.2 / 0.5)) }
                let place = CandidateChoice.odds.place(
                    scores: logits, realism: logits, own.child("choice"))
                return values[place] == 0
            }
            return Double(zeros.count) / Double(draws)
        }
        #expect(abs(share(1) - 0.5) < 0.02)
        #expect(abs(share(64) - 0.8) < 0.02)
    }
}
