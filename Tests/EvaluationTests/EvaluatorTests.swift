import Checkpoints
import Evaluation
import Foundation
import Models
import Tensors
import Testing
import Texts

/// The evaluator on a generator with fresh weights: what it counts, not how well such a model writes.
@Suite("The evaluator")
struct EvaluatorTests {
    private let corpus: Corpus
    private let model: LoadedModel
    private let text: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("riposte-evaluator-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var source = PseudoText(seed: 5)
        var texts: [String] = []
        for (name, letters) in [("sea", "abcdef é"), ("sky", "uvwxyz漢")] {
            let documents = (0..<12).map { _ in
                (0..<5).map { _ in "x" + source.text(30, of: letters) + "." }.joined(
                    separator: "\n")
            }
            texts.append(documents.joined(separator: "\n\n") + "\n")
            try Data(texts[texts.count - 1].utf8).write(
                to: folder.appendingPathComponent("\(name).txt"))
        }
        text = texts.joined()
        // Letters that are spelled in bytes: three symbols for one character.
        let alphabet = Alphabet(scalars: Array("abcdefuvwxyz. \n".unicodeScalars))
        corpus = try Corpus.open(
            [folder.path], options: CorpusOptions(heldOutShare: 0.3), alphabet: alphabet)
        var configuration = ModelConfiguration(symbols: alphabet.count, topics: 2)
        configuration.embedding = 8
        configuration.contextHidden = 8
        configuration.hidden = 8
        configuration.topicWidth = 4
        configuration.noise = 2
        configuration.conditioning = 8
        configuration.attention = 8
        configuration.discriminatorHidden = 8
        configuration.shape = PassageShape(
            contextUnits: 2, contextCharacters: 24, continuationCharacters: 24)
        configuration.layout = corpus.layout
        let random = RandomSource(seed: 3)
        model = try LoadedModel(
            Checkpoint(
                configuration: configuration, alphabet: alphabet, topics: corpus.topicNames,
                topicModel: nil, state: TrainingState(seed: 1),
                generator: Generator(configuration, precision: .f32, random).parameters.tensors,
                discriminator: Discriminator(configuration, precision: .f32, random).parameters
                    .tensors,
                optimizer: []), precision: .f32)
    }

    private func report(
        samples: Int = 24, candidates: Int = 1, choice: CandidateChoice = .best, workers: Int = 1,
        onlyHeldOut: Bool = false
    ) throws -> EvaluationReport {
        let settings = EvaluationSettings(
            samples: samples, temperatures: [0.5, 1], candidates: candidates, choice: choice,
            onlyHeldOut: onlyHeldOut)
        return try evaluate(model: model, corpus: corpus, settings: settings, workers: workers)
    }

    /// Every character of the text is counted once, however many symbols it takes; the line break between
    /// two documents is what their end marks stand for.
    @Test func charactersAreCountedOnce() throws {
        let report = try report()
        let breaks = 2 * 11
        #expect(report.characters == text.unicodeScalars.count - breaks)
        #expect(report.bitsPerCharacter > 0)
        let heldOut = try self.report(onlyHeldOut: true).characters
        #expect(heldOut > 0 && heldOut < report.characters / 2)
        #expect(
            abs(
                report.contextGain - (report.bitsPerCharacterOtherContext - report.bitsPerCharacter)
            )
                < 1e-9)
    }

    /// Fresh weights predict nearly evenly: about log₂ V bits a symbol.
    @Test func freshWeightsCostAboutTheAlphabet() throws {
        let corpusSymbols = corpus.all.reduce(0) { $0 + corpus.document($1).symbols.count }
        let report = try report()
        let perSymbol =
            report.bitsPerCharacter * Double(report.characters) / Double(corpusSymbols)
        #expect(abs(perSymbol - log2(Double(corpus.alphabet.count))) < 1)
    }

    @Test func theSameWithAnyNumberOfWorkers() throws {
        let one = try JSON.line(report(workers: 1))
        #expect(try JSON.line(report(workers: 3)) == one)
    }

    @Test func candidatesChangeTheSamplesAndNothingElse() throws {
        let plain = try report()
        let chosen = try report(candidates: 4)
        #expect(chosen.bitsPerCharacter == plain.bitsPerCharacter)
        #expect(chosen.candidates == 4)
        #expect(chosen.sweep[1].samples[0].text != plain.sweep[1].samples[0].text)
        #expect(chosen.sweep[1].samples[0].context == plain.sweep[1].samples[0].context)
        let byOdds = try report(candidates: 4, choice: .odds)
        func texts(_ report: EvaluationReport) -> [[String]] {
            report.sweep.map { $0.samples.map(\.text) }
        }
        #expect(texts(byOdds) != texts(chosen))
        let again = try report(candidates: 4, choice: .odds, workers: 3)
        #expect(try JSON.line(byOdds) == JSON.line(again))
        #expect([plain.choice, chosen.choice, byOdds.choice] == [nil, .best, .odds])
    }

    @Test func floorsAreOfTheSameSize() throws {
        let point = try report().sweep[1]
        #expect(point.characters > 0)
        let matrix = try #require(point.topicMatrix)
        #expect(matrix.count == 2 && matrix.allSatisfy { $0.count == 3 })
        #expect(matrix.flatMap { $0 }.reduce(0, +) == 24)
        #expect(try (0...1).contains(#require(point.topicAdherenceReal)))
    }
}
