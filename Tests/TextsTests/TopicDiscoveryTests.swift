import Foundation
import Testing
import Texts

/// Topics found in texts without labels.
@Suite struct TopicDiscoveryTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    /// The almanac's eight files as one, without a label; the topics of its documents as they were.
    static let almanac = Result {
        () throws -> (labelled: Corpus, discovered: Corpus) in
        let options = CorpusOptions(topics: .discover(8))
        return (
            try Corpus.open([TopicPhraseTests.almanac]),
            try Corpus.open([TopicPhraseTests.almanac], options: options, seed: 2)
        )
    }

    /// Every discovered topic belongs to a file of its own, and most documents fall where they belong
    /// (chance is one in eight), whatever the seed.
    @Test(arguments: 1...10)
    func everySeedFindsThem(seed: UInt64) throws {
        let labelled = try TopicDiscoveryTests.almanac.get().labelled
        let discovered = try Corpus.open(
            [TopicPhraseTests.almanac], options: CorpusOptions(topics: .discover(8)), seed: seed)
        let (best, share) = TopicDiscoveryTests.agreement(of: discovered, with: labelled)
        #expect(share > 0.85, "\(discovered.topicNames)")
        #expect(Set(best).count == 8, "\(discovered.topicNames)")
    }

    /// For each discovered topic the label that most of its documents have, and the share of all
    /// documents that have the label of their topic.
    private static func agreement(of discovered: Corpus, with labelled: Corpus) -> (
        best: [Int], share: Double
    ) {
        let labels = labelled.topicNames.count
        var table = discovered.topicNames.map { _ in [Int](repeating: 0, count: labels) }
        for index in discovered.all {
            guard let topic = discovered.document(index).topic,
                let label = labelled.document(index).topic
            else { continue }
            table[topic][label] += 1
        }
        let best = table.map { row in row.indices.max { row[$0] < row[$1] } ?? 0 }
        let right = zip(table, best).reduce(0) { $0 + $1.0[$1.1] }
        return (best, Double(right) / Double(discovered.documentCount))
    }

    @Test func everyDocumentHasAMixture() throws {
        let (labelled, discovered) = try TopicDiscoveryTests.almanac.get()
        #expect(discovered.documentCount == labelled.documentCount)
        #expect(discovered.topicNames.count == 8)
        for index in discovered.all {
            let document = discovered.document(index)
            guard let topic = document.topic else { continue }
            #expect(document.topicWeights.count == 8)
            #expect(abs(document.topicWeights.reduce(0, +) - 1) < 1e-5)
            #expect(document.topicWeights[topic] == document.topicWeights.max())
        }
    }

    @Test func namesAreWordsThatCanBeTyped() throws {
        let (_, discovered) = try TopicDiscoveryTests.almanac.get()
        let model = try #require(discovered.discoveredTopics)
        #expect(model.origin == .discovered && model.names == discovered.topicNames)
        let words = model.names.flatMap { $0.split(separator: "-") }
        #expect(words.count == 16 && Set(words).count == 16, "\(model.names)")
        for name in model.names {
            let index = model.names.firstIndex(of: name)
            let word = String(name.prefix { $0 != "-" })
            for typed in [name, word, "\(name):2"] {
                let mixture = try TopicReading(typed, names: model.names, model: model).mixture
                #expect(mixture.weights.firstIndex(of: 1) == index, "\(typed): \(mixture)")
            }
        }
        let reading = try TopicReading("a telescope", names: model.names, model: model)
        #expect(reading.isInferred && reading.mixture.description.contains("star"))
    }

    /// Scenes of four things in turn, two short lines each.
    private func texts(_ scenes: Int) throws -> String {
        let things = [
            "boat sail rope pier tide ferry net gull mast anchor harbour wave",
            "soup oven knife bread pan stove spoon salt flour onion kettle plate",
            "train ticket rail engine guard platform signal tunnel carriage bridge timetable driver",
            "star moon comet planet dark telescope sky orbit eclipse meteor cloud dawn",
        ].map { $0.split(separator: " ") }
        var numbers = Made.Numbers(state: 1)
        let lines = (0..<scenes).map { scene in
            func word() -> Substring { things[scene % 4].randomElement(using: &numbers) ?? "" }
            return "They saw the \(word()) and the \(word()) there.\n"
                + "Was the \(word()) not by the \(word())?"
        }
        return try scratch.write("scenes-\(scenes).txt", lines.joined(separator: "\n\n"))
    }

    private func open(_ path: String, _ topics: Int, seed: UInt64 = 1, known: TopicModel? = nil)
        throws -> Corpus
    {
        try Corpus.open(
            [path], options: CorpusOptions(documents: .blankLines, topics: .discover(topics)),
            topics: known, seed: seed)
    }

    /// Documents of some fifteen words, of which four tell something.
    @Test func shortDocumentsAreTold() throws {
        let corpus = try open(try texts(400), 4)
        var table = [[Int]](repeating: [0, 0, 0, 0], count: 4)
        for index in corpus.all {
            if let topic = corpus.document(index).topic { table[index % 4][topic] += 1 }
        }
        let best = table.map { row in row.indices.max { row[$0] < row[$1] } ?? 0 }
        #expect(Set(best).count == 4, "\(table)")
        #expect(zip(table, best).allSatisfy { $0[$1] >= 80 }, "\(table)")
    }

    @Test func theSeedDecidesAndAStoredModelGivesTheSameMixtures() throws {
        let path = try texts(60)
        let corpus = try open(path, 4)
        let model = try #require(corpus.discoveredTopics)
        #expect(try open(path, 4).discoveredTopics == model)
        #expect(try open(path, 4, seed: 2).discoveredTopics != model)
        let stored = try JSONDecoder().decode(
            TopicModel.self, from: try JSONEncoder().encode(model))
        let again = try open(path, 4, seed: 3, known: stored)
        #expect(again.topicNames == corpus.topicNames)
        for index in corpus.all {
            #expect(again.document(index).topicWeights == corpus.document(index).topicWeights)
        }
    }

    @Test func passagesHaveTheMixtureOfTheirDocument() throws {
        let corpus = try open(try texts(60), 2)
        let source = PassageSource(corpus, corpus.training, shape: PassageShape(), seed: 1)
        let passage = try source.passage(at: 3)
        #expect(passage.topicWeights == corpus.document(passage.document).topicWeights)
        #expect(passage.topicWeights.count == 2 && passage.topic != nil)
    }

    /// A few documents have as many topics as there are of them at most, and one has none.
    @Test func fewDocumentsAreToldOrRefused() throws {
        let things = ["boat sail rope pier", "soup oven knife bread", "star moon comet planet"]
        let scenes = things.map { words in
            (0..<8).map { line in
                let words = words.split(separator: " ")
                return "They saw the \(words[line % 4]) and the \(words[(line + 1) % 4])."
            }.joined(separator: "\n")
        }
        func open(_ scenes: [String], _ topics: Int) throws -> Corpus {
            let path = try scratch.write(
                "few-\(scenes.count).txt", scenes.joined(separator: "\n\n"))
            let options = CorpusOptions(
                documents: .blankLines, topics: .discover(topics), heldOutShare: 0)
            return try Corpus.open([path], options: options)
        }
        let three = try open(scenes, 3)
        #expect(Set(three.all.map { three.document($0).topic }).count == 3, "\(three.topicNames)")
        #expect(Set(try open(scenes, 2).topicNames).count == 2)
        #expect(throws: TextError.tooFewDocuments(3, topics: 4)) { try open(scenes, 4) }
        #expect(throws: TextError.tooFewDocuments(1, topics: 2)) {
            try open([scenes[0]], 2)
        }
        let said = "\(TextError.tooFewDocuments(1, topics: 2))"
        #expect(said.contains("one document") && !said.contains("fewer topics"), "\(said)")
    }

    @Test func tooFewDocumentsAreAnError() throws {
        let path = try texts(6)
        #expect(throws: TextError.tooFewDocuments(5, topics: 20)) { try open(path, 20) }
        #expect("\(TextError.tooFewDocuments(5, topics: 20))".contains("ask for fewer topics"))
        #expect(CorpusOptions.TopicChoice(rawValue: "discover:8") == .discover(8))
        for bad in ["discover", "discover:", "discover:1", "discover:x", "discover:9999", "file"] {
            #expect(CorpusOptions.TopicChoice(rawValue: bad) == nil)
        }
    }

    /// A text in which every document is the same has no topics to find, and is no reason to fail.
    @Test func textsWithoutTopicsAreSurvived() throws {
        let path = try scratch.write(
            "same.txt",
            [String](repeating: "One and the same.", count: 30).joined(separator: "\n\n"))
        let corpus = try open(path, 3)
        #expect(Set(corpus.topicNames).count == 3)
        let numbers = try scratch.write(
            "numbers.txt", (0..<30).map { "\($0) \($0 * 7)" }.joined(separator: "\n\n"))
        let silent = try open(numbers, 3)
        #expect(silent.all.allSatisfy { silent.document($0).topic == nil })
    }
}
