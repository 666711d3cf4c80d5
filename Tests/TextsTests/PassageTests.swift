import Foundation
import Testing
import Texts

@Suite struct PassageTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    static let shapes = [
        PassageShape(),
        PassageShape(contextUnits: 2, contextCharacters: 30, continuationCharacters: 10),
        PassageShape(contextUnits: 0, contextCharacters: 0, continuationCharacters: 1),
        PassageShape(contextUnits: 3, contextCharacters: 500, continuationCharacters: 1000),
    ]

    private func corpora() throws -> [Corpus] {
        [
            try scratch.corpus(Made.dialogues(50).joined(separator: "\n\n")),
            try scratch.corpus(Made.prose(60).joined(separator: "\n")),
            try scratch.corpus(String(repeating: "é", count: 700), CorpusOptions(heldOutShare: 0)),
        ]
    }

    @Test(arguments: shapes)
    func tilesHoldEverySymbolOnce(_ shape: PassageShape) throws {
        for corpus in try corpora() {
            var symbols: [Int: [Symbol]] = [:]
            for tile in PassageSource(corpus, corpus.all, shape: shape, seed: 0).tiles() {
                #expect(tile.position == symbols[tile.document, default: []].count)
                #expect((1...shape.continuationCharacters).contains(tile.continuation.count))
                symbols[tile.document, default: []] += tile.continuation
                try check(tile, corpus, shape)
            }
            for index in corpus.all { #expect(symbols[index] == corpus.document(index).symbols) }
        }
    }

    @Test(arguments: shapes)
    func randomPassagesKeepTheLimits(_ shape: PassageShape) throws {
        for corpus in try corpora() {
            let source = PassageSource(corpus, corpus.training, shape: shape, seed: 9)
            for index in 0..<300 {
                let passage = try source.passage(at: index)
                let document = corpus.document(passage.document)
                #expect(Set(corpus.training).contains(passage.document))
                let unit = document.unitStarts.last { $0 <= passage.position } ?? 0
                #expect((passage.position - unit) % shape.continuationCharacters == 0)
                let rest = document.symbols.count - passage.position
                #expect(passage.continuation.count == min(rest, shape.continuationCharacters))
                try check(passage, corpus, shape)
            }
        }
    }

    /// The context is what stands before, within both limits, from a unit's beginning if one fits.
    private func check(_ passage: Passage, _ corpus: Corpus, _ shape: PassageShape) throws {
        let document = corpus.document(passage.document)
        let end = passage.position + passage.continuation.count
        #expect(Array(document.symbols[passage.position..<end]) == passage.continuation)
        let start = passage.position - passage.context.count
        try #require(start >= 0)
        #expect(Array(document.symbols[start..<passage.position]) == passage.context)
        #expect(passage.context.count <= shape.contextCharacters)
        let units = document.unitStarts.filter { (start..<passage.position).contains($0) }
        #expect(units.count <= max(shape.contextUnits, 0))
        let isWhole = document.unitStarts.contains(start) || passage.context.isEmpty
        #expect(isWhole || (units.isEmpty && passage.context.count == shape.contextCharacters))
    }

    @Test func passagesBelongToTheirIndex() throws {
        let corpus = try scratch.corpus(Made.dialogues(50).joined(separator: "\n\n"))
        let again = try scratch.corpus(Made.dialogues(50).joined(separator: "\n\n"))
        let source = PassageSource(corpus, corpus.training, shape: PassageShape(), seed: 4)
        let same = PassageSource(again, again.training, shape: PassageShape(), seed: 4)
        let other = PassageSource(corpus, corpus.training, shape: PassageShape(), seed: 5)
        let indices = [0, 1, 2, 500, 1_000_000]
        let passages = try indices.map { try source.passage(at: $0) }
        #expect(try indices.reversed().map { try same.passage(at: $0) } == passages.reversed())
        #expect(try indices.map { try other.passage(at: $0) } != passages)
        #expect(Set(passages).count == indices.count)
    }

    @Test func randomPassagesReachEverySymbol() throws {
        let shape = PassageShape(continuationCharacters: 40)
        let texts = [Made.dialogues(2)[1], Made.prose(2).joined(separator: "\n")]
        for text in texts + [String(repeating: "é", count: 700)] {
            let corpus = try scratch.corpus(text, CorpusOptions(heldOutShare: 0))
            let source = PassageSource(corpus, corpus.training, shape: shape, seed: 2)
            var seen: Set<[Int]> = []
            for index in 0..<20_000 {
                let passage = try source.passage(at: index)
                for offset in passage.continuation.indices {
                    seen.insert([passage.document, passage.position + offset])
                }
            }
            let total = corpus.training.reduce(0) { $0 + corpus.document($1).symbols.count }
            #expect(seen.count == total)
        }
    }

    @Test func aUsersTextMakesAContext() throws {
        let alphabet = Alphabet(
            scalars: Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJ .?!\n".unicodeScalars))
        func context(_ text: String, _ layout: Layout, units: Int = 8, characters: Int = 160)
            -> String
        {
            let shape = PassageShape(contextUnits: units, contextCharacters: characters)
            return alphabet.decode(
                shape.contextSymbols(of: text, alphabet: alphabet, layout: layout))
        }
        #expect(context("Hi there", .lines) == "Hi there\n")
        #expect(context("Hi there. Good day", .prose) == "Hi there. Good day ")
        #expect(context("Hi there.\nGood day.\n", .prose) == "Hi there.\nGood day.\n")
        #expect(context("a\nb\nc", .lines, units: 2) == "b\nc\n")
        #expect(context("aaaa\nbbbb\ncccc", .lines, characters: 12) == "bbbb\ncccc\n")
        #expect(context("abcdefghij", .lines, characters: 4) == "hij\n")
        #expect(context("", .lines) == "")
        #expect(context(" \n ", .prose) == "")
        #expect(context("a", .lines, units: 0) == "")
    }

    @Test func aUsersTextIsTheContextThatTrainingSaw() throws {
        for corpus in try corpora() {
            let shape = PassageShape()
            for tile in PassageSource(corpus, corpus.all, shape: shape, seed: 0).tiles()
            where corpus.document(tile.document).unitStarts.contains(tile.position) {
                let before = corpus.document(tile.document).symbols[..<tile.position]
                let context = shape.contextSymbols(
                    of: corpus.alphabet.decode(before), alphabet: corpus.alphabet,
                    layout: corpus.layout)
                #expect(context == tile.context)
            }
        }
    }
}
