import Evaluation
import Testing

@Suite("Equal numbers of characters")
struct CharacterBudgetTests {
    @Test func countsScalars() {
        #expect(CharacterBudget.count(of: []) == 0)
        // é as one scalar, as two, and a flag of two.
        #expect(CharacterBudget.count(of: ["\u{E9}", "e\u{301}", "🇫🇷", ""]) == 5)
    }

    @Test func cutsInsideTheTextThatReachesTheCount() {
        let texts = ["lunge", "", "parry", "riposte"]
        #expect(CharacterBudget.cut(texts, to: 0) == [])
        #expect(CharacterBudget.cut(texts, to: 3) == ["lun"])
        #expect(CharacterBudget.cut(texts, to: 5) == ["lunge"])
        #expect(CharacterBudget.cut(texts, to: 8) == ["lunge", "", "par"])
        #expect(CharacterBudget.cut(texts, to: 17) == texts)
        #expect(CharacterBudget.cut(texts, to: 99) == texts)
    }

    @Test func equalisesToTheSmallerSet() {
        let (first, second) = CharacterBudget.equalised(["lunge", "parry"], ["ripostes"])
        #expect(first == ["lunge", "par"])
        #expect(second == ["ripostes"])
        #expect(CharacterBudget.equalised(["a"], []).first == [])
        #expect(CharacterBudget.common(["lunge", "parry", "riposte", "hit"]) == 18)
    }
}
