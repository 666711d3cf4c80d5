import Checkpoints
import Testing
import Training

@Suite("Collapse guard")
struct CollapseGuardTests {
    private func measures(_ change: (inout HeldOutMeasures) -> Void = { _ in }) -> HeldOutMeasures {
        var measures = HeldOutMeasures(
            characters: 100, bitsPerCharacter: 2, bitsPerCharacterOtherContext: 2.1,
            bitsPerCharacterOtherTopic: 2.1)
        measures.diversity = 0.95
        measures.entropy = 1.8
        measures.novelty = 0.02
        measures.noveltyReal = 0.02
        change(&measures)
        return measures
    }

    private func cause(
        startBits: Double? = 2, _ change: (inout HeldOutMeasures) -> Void = { _ in }
    ) -> CollapseGuard.Cause? {
        CollapseGuard(startBits: startBits).trouble(in: measures(change))?.cause
    }

    @Test func eachLossIsSeen() {
        #expect(cause() == nil)
        #expect(cause { $0.diversity = 0.79 } == .diversity)
        #expect(cause { $0.entropy = 1.1 } == .entropy)
        #expect(cause { $0.novelty = 0.13 } == .novelty)
        let quotation = cause {
            $0.novelty = 0.13
            $0.noveltyReal = 0.1
        }
        #expect(quotation == nil, "people quote as much")
        #expect(cause { $0.bitsPerCharacter = 2.4 } == .likelihood)
        #expect(cause { $0.bitsPerCharacter = .nan } == .notANumber)
        #expect(cause { $0.diversity = .infinity } == .notANumber)
    }

    /// From scratch nothing has been learned that could be lost.
    @Test func fromScratchOnlyNumbersCount() {
        #expect(cause(startBits: nil) { $0.diversity = 0.1 } == nil)
        #expect(cause(startBits: nil) { $0.entropy = 0.1 } == nil)
        #expect(cause(startBits: nil) { $0.entropy = .nan } == .notANumber)
    }

    @Test func aTroubleSaysItsFigure() {
        let found = CollapseGuard(startBits: 2).trouble(in: measures { $0.diversity = 0.5 })
        #expect(found?.words == "diversity fell to 50 % of real text's")
    }
}
