import Evaluation
import Studies
import Testing

@Suite("Comparing arms")
struct StatisticsTests {
    @Test func meanAndSpread() throws {
        #expect(Statistics([]) == nil)
        let one = try #require(Statistics([3]))
        #expect(one.mean == 3 && one.deviation == nil && one.standardError == nil)
        // Squares of the deviations: 9, 1, 1, 9; their sum by 3 is 20/3.
        let four = try #require(Statistics([1, 3, 5, 7]))
        #expect(four.mean == 4)
        #expect(abs((four.deviation ?? 0) - (20.0 / 3).squareRoot()) < 1e-12)
        #expect(abs((four.standardError ?? 0) - (20.0 / 3).squareRoot() / 2) < 1e-12)
    }

    @Test func aCurveIsReadAtAnLMScore() throws {
        // Not in the order of their LM scores.
        let sweep = try MadeReport.report(sweep: [(1.5, 3, nil), (2.5, 2, nil), (2, 2.2, nil)])
            .sweep
        let curve = TemperatureCurve(sweep, \.rlm)
        #expect(curve.value(atLM: 1.5) == 3)
        #expect(curve.value(atLM: 2) == 2.2)
        #expect(abs((curve.value(atLM: 1.75) ?? 0) - 2.6) < 1e-12)
        #expect(abs((curve.value(atLM: 2.25) ?? 0) - 2.1) < 1e-12)
        #expect(curve.value(atLM: 1.4) == nil && curve.value(atLM: 2.6) == nil)
        #expect(TemperatureCurve(sweep, \.topicAdherence).value(atLM: 2) == nil)
    }
}
