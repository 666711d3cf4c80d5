import Foundation
import Testing
import Texts

@Suite struct HeldOutTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func texts(_ corpus: Corpus, _ set: DocumentSet) -> Set<String> {
        Set(set.map { corpus.text($0) })
    }

    @Test(arguments: [0.05, 0.1, 0.3])
    func theShareIsKeptAndThePartsAreDisjoint(_ share: Double) throws {
        let text = Made.dialogues(400).joined(separator: "\n\n")
        let corpus = try scratch.corpus(text, CorpusOptions(heldOutShare: share))
        let held = Double(corpus.heldOut.characterCount) / Double(corpus.characterCount)
        #expect(abs(held - share) <= share / 4)
        #expect(Set(corpus.training).isDisjoint(with: corpus.heldOut))
        #expect((Array(corpus.training) + corpus.heldOut).sorted() == Array(corpus.all))
        #expect(
            corpus.training.characterCount + corpus.heldOut.characterCount == corpus.characterCount)
    }

    /// The same documents are trained on; the held-out ones are parted, of every topic some to each half.
    @Test func theHeldOutPartIsHalved() throws {
        let paths = try ["one.txt", "two.txt"].enumerated().map { index, name in
            try scratch.write(
                name, Made.dialogues(60, seed: UInt64(index + 1)).joined(separator: "\n\n"))
        }
        let corpus = try Corpus.open(paths, options: CorpusOptions(heldOutShare: 0.3))
        let (validation, test) = try corpus.splitHeldOut()
        #expect(Set(validation.heldOut).isDisjoint(with: test.heldOut))
        #expect((Array(validation.heldOut) + test.heldOut).sorted() == Array(corpus.heldOut))
        for half in [validation, test] {
            #expect(Array(half.training) == Array(corpus.training))
            #expect(half.alphabet.scalars == corpus.alphabet.scalars)
            #expect(Set(half.heldOut.map { half.document($0).topic }) == [0, 1])
        }
        let single = try scratch.corpus(Made.dialogues(1)[0])
        #expect(throws: TextError.self) { _ = try single.splitHeldOut() }
        // Every document twice: both copies are in one half.
        let some = Made.dialogues(60)
        let twice = try scratch.corpus((some + some).joined(separator: "\n\n"))
        let halves = try twice.splitHeldOut()
        #expect(
            texts(halves.validation, halves.validation.heldOut)
                .isDisjoint(with: texts(halves.test, halves.test.heldOut)))
    }

    @Test func neitherOrderNorOtherFilesMatter() throws {
        let dialogues = Made.dialogues(300)
        let first = try scratch.corpus(dialogues.joined(separator: "\n\n"))
        let held = texts(first, first.heldOut)
        let second = try scratch.corpus(dialogues.reversed().joined(separator: "\r\n\r\n"))
        #expect(texts(second, second.heldOut) == held)
        let more = try Corpus.open(
            [
                try scratch.write("one.txt", dialogues.joined(separator: "\n\n")),
                try scratch.write(
                    "two.txt", Made.dialogues(300, seed: 5).joined(separator: "\n\n")),
            ])
        #expect(texts(more, more.heldOut).isSuperset(of: held))
        #expect(texts(more, more.training).isDisjoint(with: held))
    }

    @Test func aSingleDocumentIsCutAtAUnit() throws {
        let lines = Made.dialogues(1)[0]
        let corpus = try scratch.corpus(lines)
        #expect(corpus.documentCount == 2)
        #expect(Array(corpus.training) == [0])
        #expect(Array(corpus.heldOut) == [1])
        #expect(corpus.text(0) + corpus.text(1) == lines + "\n")

        let prose = Made.prose(4).map { Made.wrapped($0, width: 60) }.joined(separator: "\n\n")
        let other = try scratch.corpus(prose, CorpusOptions(layout: .prose))
        #expect(other.documentCount == 2)
        #expect(other.text(0).hasSuffix(".\n"))
        let share = Double(other.heldOut.characterCount) / Double(other.characterCount)
        #expect(abs(share - 0.1) < 0.05)
    }

    /// A topic that is one short file must not disappear from training.
    @Test func everyTopicStaysInTraining() throws {
        for (seed, name) in ["harbour", "kitchen", "garden"].enumerated() {
            let text = Made.dialogues(8, seed: UInt64(seed + 1)).joined(separator: "\n")
            try scratch.write("corpus/\(name).txt", text)
        }
        let corpus = try Corpus.open([scratch.path + "/corpus"])
        for set in [corpus.training, corpus.heldOut] {
            #expect(Set(set.map { corpus.document($0).topic }) == [0, 1, 2])
        }
    }

    @Test func smallCorporaHaveBothParts() throws {
        for count in 2...12 {
            let text = Made.dialogues(count, seed: UInt64(count)).joined(separator: "\n\n")
            let corpus = try scratch.corpus(text, CorpusOptions(documents: .blankLines))
            #expect(corpus.documentCount == count)
            #expect(!corpus.heldOut.isEmpty && !corpus.training.isEmpty)
        }
        let twins = try scratch.corpus(
            "Same.\n\nSame.\n\nSame.", CorpusOptions(documents: .blankLines))
        #expect(!twins.heldOut.isEmpty && !twins.training.isEmpty)
    }

    /// Of few documents too, where they are not chosen by their hashes alone; and of several topics.
    @Test(arguments: 1...6) func equalDocumentsStayTogether(_ seed: UInt64) throws {
        let some = Made.dialogues(8, seed: seed)
        let copies = try scratch.corpus(
            (some + some + some).joined(separator: "\n\n"),
            CorpusOptions(documents: .blankLines))
        let paths = try [some[0..<6], some[2..<8]].enumerated().map { index, documents in
            try scratch.write("shared-\(index).txt", documents.joined(separator: "\n\n"))
        }
        let shared = try Corpus.open(paths, options: CorpusOptions(documents: .blankLines))
        for corpus in [copies, shared] {
            #expect(!corpus.heldOut.isEmpty)
            #expect(
                texts(corpus, corpus.heldOut).isDisjoint(with: texts(corpus, corpus.training)))
        }
        #expect(Set(shared.training.map { shared.document($0).topic }) == [0, 1])
    }

    /// A file whose paragraphs have no full stops, wrapped: units end with the paragraphs.
    @Test(arguments: ["\n", "\r\n"]) func paragraphsWithoutStopsCanBeCut(_ lineBreak: String) throws
    {
        let paragraphs = Made.prose(12).map {
            Made.wrapped($0.filter { $0 != "." && $0 != "?" && $0 != "!" }, width: 60)
        }
        let text = paragraphs.joined(separator: "\n\n")
            .replacingOccurrences(of: "\n", with: lineBreak)
        let corpus = try scratch.corpus(text, CorpusOptions(layout: .prose, documents: .files))
        #expect(corpus.documentCount == 2)
        let share = Double(corpus.heldOut.characterCount) / Double(corpus.characterCount)
        #expect(abs(share - 0.1) < 0.06)
        #expect(corpus.units(0).count + corpus.units(1).count == 12)
    }

    @Test func aDigestBelongsToTheTexts() throws {
        let some = Made.dialogues(9)
        func digest(_ dialogues: [String]) throws -> UInt64 {
            try scratch.corpus(dialogues.joined(separator: "\n\n")).digest
        }
        #expect(try digest(some) == digest(some))
        #expect(try digest(some) != digest(some.reversed()))
        #expect(try digest(some) != digest(Array(some.dropLast()) + [some[8] + "!"]))
    }

    @Test func aShareOfZeroHoldsNothingOut() throws {
        let corpus = try scratch.corpus("One line.", CorpusOptions(heldOutShare: 0))
        #expect(corpus.heldOut.isEmpty)
        #expect(Array(corpus.training) == [0])
        let source = PassageSource(corpus, corpus.heldOut, shape: PassageShape(), seed: 1)
        #expect(throws: TextError.noDocuments) { try source.passage(at: 0) }
    }
}
