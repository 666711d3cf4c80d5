import Evaluation
import Testing
import Texts

/// Not a benchmark: these only fail where something has become quadratic. A debug build takes some
/// 3 s on one core, an optimised one a tenth of that.
@Suite("Speed", .serialized)
struct SpeedTests {
    private let training: [String]
    private let samples: [String]

    init() {
        var source = PseudoText(seed: 1)
        training = source.sentences(characters: 150_000)
        samples = CharacterBudget.cut(training.reversed(), to: 40_000)
    }

    @Test func measuresAreLinear() {
        let clock = ContinuousClock()
        let time = clock.measure {
            let model = CharacterModel(trainedOn: training)
            let index = VerbatimIndex(of: training)
            #expect(model.bitsPerCharacter(of: samples).map { $0 < 4 } == true)
            #expect(index.novelty(of: samples).map { $0 > 0.99 } == true)
            #expect(CharacterNgrams.distinct(of: samples).map { $0 < 0.9 } == true)
            let divergence = CharacterNgrams.jensenShannonDivergence(
                order: 6, between: training, and: samples)
            #expect(divergence.map { $0 < 0.5 } == true)
        }
        #expect(time < .seconds(30))
    }

    /// One window, a thousand times over, must not make every look-up walk over its copies.
    @Test func repetitionIsCheap() {
        let repeated = [String](repeating: String(repeating: "-", count: 2000), count: 50)
        let clock = ContinuousClock()
        let time = clock.measure {
            let index = VerbatimIndex(of: repeated)
            #expect(index.novelty(of: repeated) == 1)
        }
        #expect(time < .seconds(30))
    }
}
