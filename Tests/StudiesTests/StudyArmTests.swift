import Studies
import Testing

@Suite("The arms of a study")
struct StudyArmTests {
    @Test(arguments: [
        ["duel-candidates", "duel", "duel"],
        ["likelihood-candidates", "likelihood-continued", "duel"],
        ["duel-without-matching-candidates", "duel-without-matching", "duel-without-matching"],
        ["duel-hinge", "duel-hinge", nil],
    ])
    func candidatesHaveAWriterAndAJudge(_ names: [String?]) throws {
        let arm = try #require(names[0].flatMap(StudyArm.named))
        #expect(arm.trained.name == names[1])
        #expect(arm.judge?.name == names[2])
    }
}
