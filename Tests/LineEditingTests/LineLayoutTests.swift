import LineEditing
import Testing

/// Where the characters of a line stand, on a terminal that is 10 columns wide unless said otherwise.
@Suite struct LineLayoutTests {
    func layout(_ line: String, cursor: Int? = nil, prompt: String = "> ", columns: Int = 10)
        -> LineLayout
    {
        LineLayout(
            prompt: prompt, line: line, cursor: cursor ?? line.unicodeScalars.count,
            columns: columns)
    }

    func rows(_ line: String, columns: Int = 10) -> [String] {
        layout(line, columns: columns).rows.map(\.text)
    }

    @Test func wrapsAtTheEdge() {
        #expect(rows("abc") == ["> abc"])
        #expect(rows("abcdefghi") == ["> abcdefgh", "i"])
        // The cursor behind a full row is in the next one.
        #expect(rows("abcdefgh") == ["> abcdefgh", ""])
        #expect(layout("abcdefgh").cursorRow == 1)
        let middle = layout("abcdefghi", cursor: 3)
        #expect(middle.cursorRow == 0 && middle.beforeCursor == "> abc")
        #expect(middle.rows.map(\.isWrapped) == [false, true])
    }

    @Test func wideCharactersAreNotCut() {
        #expect(rows("abcdefg漢字") == ["> abcdefg", "漢字"])
        #expect(layout("abcdefg漢字").rows.map(\.width) == [9, 4])
        // Before a wide character that does not fit, the cursor stands where it will be drawn.
        let before = layout("abcdefg漢字", cursor: 7)
        #expect(before.cursorRow == 1 && before.beforeCursor.isEmpty)
        #expect(rows("漢", columns: 1) == ["> ", "漢", ""])
    }

    @Test(arguments: ["e\u{301}", "क्षि", "สวัสดี", "مُ", "👍🏽"])
    func marksStayWithTheirLetters(text: String) {
        let whole = layout(text + text, columns: 80)
        #expect(whole.rows.map(\.text) == ["> " + text + text])
        // The cursor never stands between a letter and the mark on it.
        let first = layout(text, cursor: 1, columns: 80)
        for next in text.unicodeScalars.dropFirst(first.beforeCursor.unicodeScalars.count - 2)
            .prefix(1)
        {
            #expect(![.nonspacingMark, .enclosingMark].contains(next.properties.generalCategory))
        }
    }

    @Test func widthsOfScripts() {
        #expect(layout("สวัสดี", columns: 80).rows[0].width == 2 + 4)
        #expect(layout("e\u{301}x", columns: 80).rows[0].width == 2 + 2)
        #expect(layout("漢字かな", columns: 80).rows[0].width == 2 + 8)
        #expect(layout("한글", columns: 80).rows[0].width == 2 + 4)
        #expect(layout("👍", columns: 80).rows[0].width == 2 + 2)
        // The known limit: a joined emoji is counted as its parts, and a terminal may draw it as one.
        #expect(layout("👩‍👩‍👧", columns: 80).rows[0].width == 2 + 6)
    }

    @Test func newlinesAndTabs() {
        let block = layout("ab\ncd\n", cursor: 4)
        #expect(block.rows.map(\.text) == ["> ab", "cd", ""])
        #expect(block.rows.map(\.isWrapped) == [false, false, false])
        #expect(block.cursorRow == 1 && block.beforeCursor == "c")
        #expect(rows("a\tb") == ["> a     b"])
        #expect(rows("abcdef\tb") == ["> abcdef  ", "b"])
        #expect(layout("abcdefgh\nx", cursor: 8).cursorRow == 0)
    }

    @Test func controlsAreShown() {
        #expect(rows("a\u{1B}[2J", columns: 80) == ["> a␛[2J"])
        #expect(rows("\u{9B}\u{202E}\u{0}", columns: 80) == ["> \u{FFFD}\u{FFFD}␀"])
        #expect(layout("x", prompt: "a\u{1B}\n> ").rows[0].text == "a␛ > x")
    }

    @Test func eachRowOfThePromptHasItsColour() {
        let layout = LineLayout(
            prompt: "harbour 0.67> ", style: "1;36", line: "x", cursor: 1, columns: 10)
        #expect(
            layout.rows.map(\.text) == [
                "\u{1B}[1;36mharbour 0.\u{1B}[0m", "\u{1B}[1;36m67> \u{1B}[0mx",
            ])
        #expect(layout.rows.map(\.width) == [10, 5])
    }
}
