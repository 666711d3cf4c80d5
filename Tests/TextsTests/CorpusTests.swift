import Foundation
import Testing
import Texts

@Suite struct CorpusTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    @Test func aFileHasNoTopics() throws {
        let corpus = try scratch.corpus("One line.\nAnd two.\n")
        #expect(corpus.topicNames.isEmpty)
        #expect(corpus.document(0).topic == nil)
    }

    @Test func filesAndFoldersNameTopics() throws {
        try scratch.write("corpus/b.harbour.txt", "Boats.\nMore boats.\n")
        try scratch.write("corpus/a/one.txt", "Apples.\nMore apples.\n")
        try scratch.write("corpus/a/deep/two.text", "Pears.\nMore pears.\n")
        try scratch.write("corpus/.hidden", "No.\n")
        try scratch.write("corpus/README.md", "These texts are about a, b and harbours.\n")
        try scratch.write("corpus/a/LICENSE", "Do what you like.\n")
        try scratch.write("corpus/a/.hidden/no.txt", "No.\n")
        let options = CorpusOptions(heldOutShare: 0)
        let corpus = try Corpus.open([scratch.path + "/corpus"], options: options)
        #expect(corpus.topicNames == ["a", "b.harbour"])
        #expect((0..<3).map { corpus.text($0).prefix(5) } == ["Pears", "Apple", "Boats"])
        #expect((0..<3).map { corpus.document($0).topic } == [0, 0, 1])

        var none = options
        none.topics = .none
        #expect(try Corpus.open([scratch.path + "/corpus"], options: none).topicNames.isEmpty)
        let two = ["/corpus/b.harbour.txt", "/corpus/a/one.txt"].map { scratch.path + $0 }
        #expect(try Corpus.open(two, options: options).topicNames == ["b.harbour", "one"])
        #expect(try Corpus.open(two + two, options: options).documentCount == 2)
    }

    @Test func lineBreaksAndByteOrderMarksAreLevelled() throws {
        let options = CorpusOptions(layout: .lines, heldOutShare: 0)
        let plain = try scratch.corpus("One.\nTwo.\n\nThrée.", options)
        #expect(plain.text(0) == "One.\nTwo.\n\nThrée.\n")
        for text in [
            "One.\r\nTwo.\r\n\r\nThrée.", "One.\rTwo.\r\rThrée.\r",
            "\u{FEFF}One.\nTwo.\n\nThrée.\n",
            "\r\n\n  \nOne.\nTwo.\n\nThre\u{301}e.\n \n\n",
        ] {
            let other = try scratch.corpus(text, options)
            #expect(other.text(0) == plain.text(0))
            #expect(other.documentCount == 1)
        }
    }

    @Test func theAlphabetIsCountedInNormalForm() throws {
        let text = String(repeating: "e\u{301}a\u{302}\n", count: 3)
        let corpus = try scratch.corpus(text, CorpusOptions(heldOutShare: 0))
        #expect(corpus.alphabet.scalars == ["\n", " ", "â", "é"])
        #expect(corpus.text(0).unicodeScalars.count == 9)

        let given = Alphabet(scalars: ["a"])
        let path = try scratch.write("given.txt", text)
        let other = try Corpus.open(
            [path], options: CorpusOptions(heldOutShare: 0), alphabet: given)
        #expect(other.alphabet == given)
        #expect(other.text(0) == corpus.text(0))
    }

    @Test func blankLinesSeparateDocuments() throws {
        let dialogues = Made.dialogues(40)
        let corpus = try scratch.corpus(dialogues.joined(separator: "\n\n \n"))
        #expect(corpus.documentCount == 40)
        for (index, dialogue) in dialogues.enumerated() {
            #expect(corpus.text(index) == dialogue + "\n")
            #expect(corpus.units(index).count == dialogue.split(separator: "\n").count)
            let document = corpus.document(index)
            #expect(document.symbols.last == Alphabet.end)
            #expect(document.index == index)
            #expect(document.unitStarts.first == 0)
        }
    }

    @Test func longFilesAreCutAtUnits() throws {
        let lines = Made.dialogues(300).joined(separator: "\n")
        let corpus = try scratch.corpus(lines)
        #expect(corpus.documentCount > 3)
        #expect((0..<corpus.documentCount).map { corpus.text($0) }.joined() == lines + "\n")
        #expect(corpus.characterCount == lines.count + 1)
        for index in corpus.all { #expect(corpus.document(index).symbols.count < 20_000) }

        let wrapped = Made.prose(200).map { Made.wrapped($0, width: 70) }.joined(separator: "\n\n")
        let prose = try scratch.corpus(wrapped)
        #expect(prose.documentCount > 3)
        for index in prose.all { #expect(prose.text(index).hasSuffix(".\n")) }

        let one = Made.prose(200).joined(separator: " ")
        let line = try scratch.corpus(one)
        #expect(line.documentCount > 3)
        for index in line.all { #expect(line.text(index).hasSuffix(".\n")) }
        let solid = try scratch.corpus(String(repeating: "é", count: 100_000))
        #expect(solid.documentCount == 5)
    }

    @Test func documentsAreTheSameOnEveryThread() async throws {
        let corpus = try scratch.corpus(Made.prose(300).joined(separator: "\n"))
        let expected = corpus.all.map { corpus.document($0).symbols }
        let other = try scratch.corpus(Made.prose(300).joined(separator: "\n"))
        await withTaskGroup(of: Bool.self) { group in
            for index in Array(corpus.all) + Array(corpus.all) {
                group.addTask { other.document(index).symbols == expected[index] }
            }
            for await isEqual in group { #expect(isEqual) }
        }
    }
}

@Suite struct TextErrorTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func error(_ paths: [String], _ options: CorpusOptions = .init()) -> TextError? {
        do {
            _ = try Corpus.open(paths, options: options)
            return nil
        } catch { return error as? TextError }
    }

    @Test func pathsThatLeadNowhere() throws {
        #expect(error([]) == .noPaths)
        let gone = scratch.path + "/gone.txt"
        #expect(error([gone]) == .missing(path: gone))
        try scratch.write("empty/.hidden", "x")
        #expect(error([scratch.path + "/empty"]) == .noTexts(folder: scratch.path + "/empty"))
        #expect(error(["/dev/null"]) == .notAFile(path: "/dev/null"))
        #expect("\(TextError.missing(path: gone))".hasPrefix("\(gone): no such file"))
    }

    @Test(.enabled(if: getuid() != 0, "root may read everything"))
    func filesThatMayNotBeRead() throws {
        let path = try scratch.write("secret.txt", "One.\nTwo.\n")
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
        #expect(error([path]) == .unreadable(path: path))
    }

    @Test func filesWithoutText() throws {
        let empty = try scratch.write("empty.txt", "")
        #expect(error([empty]) == .empty(path: empty))
        for text in [" \n\t\r\n\u{3000}\n", "\u{FEFF}", "\u{FEFF}\n"] {
            let blank = try scratch.write("blank.txt", text)
            #expect(error([blank]) == .blank(path: blank))
        }
        let zero = try scratch.write("zero", "ab\0c")
        #expect(error([zero]) == .binary(path: zero, byte: 2))
        let image = try scratch.write("image", bytes: [0x89, 0x50, 0, 1])
        #expect(error([image]) == .binary(path: image, byte: 2))
    }

    /// Each kind of ill-formed sequence, after two lines of good text.
    @Test(
        arguments: [
            [0xFF], [0x80], [0xC3], [0xC3, 0x41], [0xC0, 0xAF], [0xE2, 0x82], [0xE0, 0x80, 0x80],
            [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80],
        ] as [[UInt8]])
    func brokenUTF8(_ bytes: [UInt8]) throws {
        let path = try scratch.write("notes.txt", bytes: Array("Grüße\r\nok\nab".utf8) + bytes)
        #expect(error([path]) == .notUTF8(path: path, byte: 14, line: 3))
        #expect(
            "\(TextError.notUTF8(path: "notes.txt", byte: 4711, line: 88))"
                == "notes.txt: byte 4711 (line 88) is not UTF-8; convert the file to UTF-8")
    }

    @Test func textsThatAreTooShort() throws {
        let path = try scratch.write("short.txt", "One.\n")
        #expect(error([path]) == .tooShort(characters: 5))
        #expect(error([path], CorpusOptions(heldOutShare: 0)) == nil)
        for share in [-0.1, 1, .nan] {
            guard case .badHeldOutShare = error([path], CorpusOptions(heldOutShare: share)) else {
                Issue.record("a share of \(share) passed")
                continue
            }
        }
    }

    @Test func everyErrorSaysWhatToDo() {
        let errors: [TextError] = [
            .noPaths, .missing(path: "p"), .unreadable(path: "p"), .notAFile(path: "p"),
            .empty(path: "p"), .blank(path: "p"), .notUTF8(path: "p", byte: 1, line: 1),
            .binary(path: "p", byte: 1), .noTexts(folder: "p"), .tooShort(characters: 1),
            .badHeldOutShare(2), .noDocuments,
        ]
        for error in errors {
            #expect(error.description.contains(";"))
            #expect(error.localizedDescription == error.description)
        }
    }
}
