import Foundation
import Testing
import Texts

@Suite struct LayoutChoiceTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func choice(_ text: String) throws -> (Layout, CorpusOptions.DocumentChoice) {
        let corpus = try scratch.corpus(text)
        #expect(corpus.options.layout.rawValue == corpus.layout.rawValue)
        return (corpus.layout, corpus.options.documents)
    }

    @Test func dialoguesAreLinesInDocuments() throws {
        let text = Made.dialogues(40).joined(separator: "\n\n")
        #expect(try choice(text) == (.lines, .blankLines))
    }

    @Test func captionsAreLinesInAFile() throws {
        let text = Made.dialogues(40).joined(separator: "\n")
        #expect(try choice(text) == (.lines, .files))
    }

    @Test func verseAndSpeechesAreLinesInAFile() throws {
        let lines = Made.dialogues(60).flatMap { $0.split(separator: "\n") }
        let verse = lines.enumerated().map { $0 % 4 == 3 ? $1 + "\n" : $1 }
        #expect(try choice(verse.joined(separator: "\n")) == (.lines, .files))
        let speeches = lines.map { "NOBODY:\n\($0)" }
        #expect(try choice(speeches.joined(separator: "\n\n")) == (.lines, .files))
    }

    @Test func paragraphsAreProse() throws {
        #expect(try choice(Made.prose(60).joined(separator: "\n")) == (.prose, .files))
        #expect(try choice(Made.prose(60).joined(separator: "\n\n")) == (.prose, .files))
    }

    @Test func storiesOfParagraphsAreDocuments() throws {
        let stories = (0..<9).map { Made.prose(6, seed: $0).joined(separator: "\n") }
        #expect(try choice(stories.joined(separator: "\n\n")) == (.prose, .blankLines))
    }

    @Test(arguments: [50, 64, 72, 80])
    func wrappedTextIsProse(_ width: Int) throws {
        let text = Made.prose(60).map { Made.wrapped($0, width: width) }
        #expect(try choice(text.joined(separator: "\n\n")) == (.prose, .files))
        #expect(try choice(text.joined(separator: "\r\n\r\n")) == (.prose, .files))
    }

    /// Ideographs as they come in verse, in dialogue, in paragraphs and wrapped.
    @Test func textsWithoutBlanksAreToldApart() throws {
        let sentence = "春天来了，河边的柳树慢慢地变成了绿色。"
        let paragraph = String(repeating: sentence, count: 8)
        let verse = Array(repeating: "白日依山尽今，\n黄河入海流远。", count: 30)
        #expect(try choice(verse.joined(separator: "\n\n")).0 == .lines)
        let talk = Array(repeating: sentence, count: 80).joined(separator: "\n")
        #expect(try choice(talk).0 == .lines)
        let prose = Array(repeating: paragraph, count: 20).joined(separator: "\n")
        #expect(try choice(prose).0 == .prose)
        var wrapped: [String] = []
        var rest = Substring(paragraph)
        while !rest.isEmpty {
            wrapped.append(String(rest.prefix(35)))
            rest = rest.dropFirst(35)
        }
        let page = Array(repeating: wrapped.joined(separator: "\n"), count: 20)
        #expect(try choice(page.joined(separator: "\n\n")).0 == .prose)
        let thai = String(repeating: "วันนี้อากาศดีมากและเราจะไปตลาด", count: 20)
        #expect(try choice(Array(repeating: thai, count: 20).joined(separator: "\n")).0 == .prose)
    }

    @Test func optionsOverrule() throws {
        let text = Made.dialogues(40).joined(separator: "\n\n")
        let options = CorpusOptions(layout: .prose, documents: .files)
        let corpus = try scratch.corpus(text, options)
        #expect(corpus.layout == .prose)
        #expect(corpus.options == options)
    }

    @Test func optionsStoreTheirNames() throws {
        let options = CorpusOptions(documents: .blankLines)
        let data = try JSONEncoder().encode(options)
        #expect(String(decoding: data, as: UTF8.self).contains("\"blank-lines\""))
        #expect(try JSONDecoder().decode(CorpusOptions.self, from: data) == options)
    }
}

@Suite struct UnitTests {
    @Test func linesKeepTheirBreaksAndTheBlankLinesAfterThem() {
        #expect(
            Layout.lines.units(of: "\n one\ntwo\n\n  \nthree") == [
                " one\n", "two\n\n  \n", "three\n",
            ])
        #expect(Layout.lines.units(of: "a\r\nb\rc\r\n") == ["a\n", "b\n", "c\n"])
        #expect(Layout.lines.units(of: " \n\n") == [])
        #expect(Layout.lines.units(of: "") == [])
    }

    @Test func proseIsCutIntoSentences() {
        #expect(
            Layout.prose.units(of: "One is  here.\tTwo, 3.5 of it! “Three?” Done")
                == ["One is here. ", "Two, 3.5 of it! ", "“Three?” ", "Done "])
        #expect(
            Layout.prose.units(of: "A title\nOne. Two.\n\nThree.\n")
                == ["A title\n", "One. ", "Two.\n", "Three.\n"])
        #expect(Layout.prose.units(of: "यह एक है। यह दो है।\n") == ["यह एक है। ", "यह दो है।\n"])
        #expect(Layout.prose.units(of: "🙂 Yes. 👩‍👧 No.\n") == ["🙂 Yes. ", "👩‍👧 No.\n"])
        #expect(Layout.prose.units(of: "") == [])
    }

    @Test func scriptsWithoutBlanksGetNone() {
        #expect(Layout.prose.units(of: "我是学生。你呢？好") == ["我是学生。", "你呢？", "好"])
    }

    @Test func wrappedProseIsUnwrapped() {
        let paragraph = Made.prose(1)[0]
        let sentences = Layout.prose.units(of: paragraph + "\n")
        #expect(Layout.prose.units(of: Made.wrapped(paragraph, width: 60) + "\n") == sentences)
        let chinese = String(repeating: "春天来了，河边的柳树慢慢地变成了绿色。", count: 9)
        let lines = stride(from: 0, to: chinese.count, by: 33).map {
            String(chinese.dropFirst($0).prefix(33))
        }
        #expect(
            Layout.prose.units(of: lines.joined(separator: "\n") + "\n").joined() == chinese + "\n")
    }
}
