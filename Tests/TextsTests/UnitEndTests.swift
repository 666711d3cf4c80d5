import Testing
import Texts

/// Where units end in texts that are put together.
@Suite struct UnitEndTests {
    @Test(arguments: [
        ("Good.", "Good. "), ("Good. ", "Good. "), ("Good.\n", "Good.\n"), ("Good", "Good "),
        ("", ""), ("好。", "好。"), ("好", "好 "), ("「好。」", "「好。」"), ("本当ですか？", "本当ですか？"),
        ("ดีครับ", "ดีครับ "), ("좋아요.", "좋아요. "), ("नमस्ते।", "नमस्ते। "),
    ])
    func aSentenceIsClosedAsItsScriptDoes(text: String, closed: String) {
        #expect(UnitEnd.closed(text, by: " ") == closed)
        #expect(UnitEnd.closed(closed, by: " ") == closed)
    }

    @Test func aLineIsClosedByItsBreakAlone() {
        #expect(UnitEnd.closed("好。", by: "\n") == "好。\n")
        #expect(UnitEnd.closed("Good. ", by: "\n") == "Good. \n")
        #expect(UnitEnd.closed("Good.\r\n", by: "\n") == "Good.\r\n")
    }

    /// Cut where the corpus is cut: what is put together falls apart into the same sentences.
    @Test func whatFollowsTellsWhereASentenceEnds() {
        #expect(UnitEnd.isWhole("你好。", before: "我"))
        #expect(!UnitEnd.isWhole("你好。", before: "」"))
        #expect(UnitEnd.isWhole("「你好。」", before: "他"))
        #expect(!UnitEnd.isWhole("你好", before: "我"))
        #expect(!UnitEnd.isWhole("Good.", before: "B"))
        #expect(!UnitEnd.isWhole("", before: "我"))
        let sentences = ["我是学生。", "「你呢？」", "他好。"]
        let text = sentences.reduce("") { UnitEnd.closed($0, by: " ") + $1 }
        #expect(Layout.prose.units(of: text) == sentences)
    }
}
