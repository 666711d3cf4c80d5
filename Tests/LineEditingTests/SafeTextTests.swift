import LineEditing
import Testing

@Suite struct SafeTextTests {
    @Test(arguments: [
        ("plain\n\ttext", "plain\n\ttext"),
        ("\u{1B}[31mred\u{1B}]0;title\u{07}", "␛[31mred␛]0;title␇"),
        ("a\rb\u{08}c\u{00}d\u{7F}", "a␍b␈c␀d␡"),
        ("line\r\nline", "line␍\nline"),
        ("\u{9B}2J\u{85}", "\u{FFFD}2J\u{FFFD}"),
        ("\u{202A}\u{202E}\u{2066}\u{2069}\u{200E}\u{200F}\u{61C}", repeated("\u{FFFD}", 7)),
        ("\u{2028}\u{2029}\u{FEFF}\u{E0041}\u{FFF9}", repeated("\u{FFFD}", 5)),
        ("grüße Ωmega हिन्दी ไทย 漢字 עברית العربية", "grüße Ωmega हिन्दी ไทย 漢字 עברית العربية"),
        ("👩‍👩‍👧 ❤️ 🏳️‍🌈", "👩‍👩‍👧 ❤️ 🏳️‍🌈"),
        ("می‌خواهم", "می‌خواهم"),
    ])
    func shows(hostile: String, safe: String) {
        #expect(Array(SafeText.of(hostile).unicodeScalars) == Array(safe.unicodeScalars))
    }

    @Test func marksHaveALetterAndAreFew() {
        #expect(SafeText.of("\u{301}a") == "\u{25CC}\u{301}a")
        #expect(SafeText.of("a\n\u{FE0F}") == "a\n\u{25CC}\u{FE0F}")
        let tower = "Z" + String(repeating: "\u{30D}", count: 500) + "a"
        #expect(SafeText.of(tower).unicodeScalars.count == 2 + SafeText.mostMarks)
    }

    @Test func piecesAreAsSafeAsTheWhole() {
        let text = "e\u{301}\u{1B}[2J\n\u{301}漢\u{202E}" + String(repeating: "\u{301}", count: 20)
        var safe = SafeText()
        let pieces = text.unicodeScalars.map { safe.next(String($0)) }.joined()
        #expect(Array(pieces.unicodeScalars) == Array(SafeText.of(text).unicodeScalars))
    }

    @Test func everyScalarIsSafe() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            for shown in SafeText.of("x\(scalar)").unicodeScalars
            where shown.properties.generalCategory == .control {
                #expect(shown == "\n" || shown == "\t")
            }
        }
    }

    @Test func oneLine() {
        #expect(SafeText.onOneLine("a\nb\tc\u{1B}") == "a b c␛")
        #expect(SafeText.isSafe("a\nb") && !SafeText.isSafe("a\nb", onOneLine: true))
        #expect(!SafeText.isSafe("\u{1B}"))
    }
}

private func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
}
