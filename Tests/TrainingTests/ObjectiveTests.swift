import Testing
import Training

/// Each objective's derivatives against central differences, and its sense: who gains by what.
@Suite("Objectives")
struct ObjectiveTests {
    static let points: [(Double, Double)] = [(0.3, -0.7), (2.1, 1.4), (-1.2, 0.4), (0.05, 3)]

    @Test(arguments: ObjectiveName.allCases)
    func derivatives(_ name: ObjectiveName) {
        let objective = name.objective
        let step = 1e-5
        for (real, sampled) in ObjectiveTests.points {
            let given = objective.discriminator(real: real, sampled: sampled)
            func loss(_ r: Double, _ s: Double) -> Double {
                objective.discriminator(real: r, sampled: s).loss
            }
            let byReal = (loss(real + step, sampled) - loss(real - step, sampled)) / (2 * step)
            let bySampled = (loss(real, sampled + step) - loss(real, sampled - step)) / (2 * step)
            #expect(abs(byReal - given.dReal) < 1e-6)
            #expect(abs(bySampled - given.dSampled) < 1e-6)
            let up = objective.generator(real: real, sampled: sampled + step).loss
            let down = objective.generator(real: real, sampled: sampled - step).loss
            let slope = objective.generator(real: real, sampled: sampled).dSampled
            #expect(abs((up - down) / (2 * step) - slope) < 1e-6)
        }
    }

    @Test(arguments: ObjectiveName.allCases)
    func theSidesPullApart(_ name: ObjectiveName) {
        let verdict = name.objective.discriminator(real: 0.2, sampled: 0.1)
        #expect(verdict.dReal < 0, "the discriminator raises real texts")
        #expect(verdict.dSampled > 0, "and lowers sampled ones")
        #expect(
            name.objective.generator(real: 0.2, sampled: 0.1).dSampled < 0,
            "the generator raises its own")
    }

    /// Where the discriminator is sure, minimax gives the generator nothing to learn from; the
    /// non-saturating loss does.
    @Test func saturation() {
        #expect(abs(Minimax().generator(real: 5, sampled: -12).dSampled) < 1e-5)
        #expect(abs(NonSaturating().generator(real: 5, sampled: -12).dSampled) > 0.99)
    }

    @Test func noOverflowFarFromZero() {
        for name in ObjectiveName.allCases where name != .leastSquares {
            #expect(name.objective.discriminator(real: -800, sampled: 800).loss.isFinite)
        }
    }
}
