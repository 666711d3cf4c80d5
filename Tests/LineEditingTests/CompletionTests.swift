import LineEditing
import Testing

@Suite struct CompletionTests {
    func propose(_ word: String, _ candidates: [String], columns: Int = 40) -> [String?] {
        let completion = Completion(wordLength: word.unicodeScalars.count, candidates: candidates)
        let proposal = completion.proposal(for: word, columns: columns)
        return [proposal.insertion, proposal.listing]
    }

    @Test func insertsAndLists() {
        #expect(propose("x", []) == [nil, nil])
        #expect(propose("har", ["harbour"]) == ["harbour ", nil])
        #expect(propose("k", ["kitchen", "kit"]) == ["kit", "kitchen  kit\n"])
        #expect(propose("", ["a", "b"]) == [nil, "a  b\n"])
        // A word whose case differs is kept where the candidates have less in common.
        #expect(propose("HA", ["harbour", "Haus"]) == [nil, "harbour  Haus\n"])
    }

    @Test func hostileCandidatesAreLeftOut() {
        let hostile = ["a\u{1B}[31m", "a\nb", "a\u{202E}b", "ab"]
        #expect(propose("a", hostile) == ["ab ", nil])
    }

    @Test func aPrefixEndsBetweenCharacters() {
        #expect(propose("", ["ae\u{301}x", "ae\u{300}x"]) == ["a", "ae\u{301}x  ae\u{300}x\n"])
    }

    @Test func columnsAreReadDownwards() {
        let words = ["one", "two", "three", "four", "five"]
        #expect(Columns.layOut(words, width: 15) == "one    four\ntwo    five\nthree\n")
        #expect(Columns.layOut(words, width: 2) == "one\ntwo\nthree\nfour\nfive\n")
        #expect(Columns.layOut([], width: 20) == "")
        #expect(Columns.layOut(["漢字", "ab", "c"], width: 12) == "漢字  c\nab\n")
    }
}
