import ArgumentParser
import Foundation
import Riposte

/// `riposte inspect`
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show what a model is: its size, alphabet, topics and how far it was trained.",
        discussion: """
              riposte inspect my-model
              riposte inspect my-model --json | jq .parameters.total
            """)

    @OptionGroup var model: ModelArgument

    @Flag(
        help: """
            One JSON object: parameters, alphabet, topics, topicWords, steps, phase, rollbacks, precision, \
            writing, heldOut, configuration.
            """)
    var json = false

    private struct Object: Encodable {
        struct Parameters: Encodable {
            let generator: Int
            let discriminator: Int
            let total: Int
        }
        struct Alphabet: Encodable {
            let symbols: Int
            let scalars: String
        }
        let parameters: Parameters
        let alphabet: Alphabet
        struct TopicWords: Encodable {
            /// Whether the topics are labels or were discovered.
            let origin: TopicModel.Origin
            /// How many words are known.
            let words: Int
            /// The most telling words of each topic.
            let telling: [[String]]
        }
        let topics: [String]
        let topicWords: TopicWords?
        let steps: Int
        let phase: TrainingState.Phase
        let rollbacks: Int
        let precision: Precision
        let writing: String
        let heldOut: HeldOutMeasures?
        let configuration: ModelConfiguration

        init(_ model: LoadedModel) {
            let generator = model.generator.parameters.elementCount
            let discriminator = model.discriminator.parameters.elementCount
            parameters = Parameters(
                generator: generator, discriminator: discriminator,
                total: generator + discriminator)
            alphabet = Alphabet(
                symbols: model.alphabet.count,
                scalars: String(String.UnicodeScalarView(model.alphabet.scalars)))
            topics = model.topics
            topicWords = model.topicModel.map {
                TopicWords(origin: $0.origin, words: $0.wordCount, telling: $0.telling)
            }
            steps = model.state.step
            phase = model.state.phase
            rollbacks = model.state.rollbacks
            precision = model.generator.parameters.precision
            writing = model.generator.writingName
            heldOut = model.state.heldOut
            configuration = model.configuration
        }
    }

    func run() throws {
        let model = try model.load()
        let object = Object(model)
        let output = Output.standard
        output.write((json ? try JSON.line(object) : text(object)) + "\n")
        try output.check()
    }

    private func topicWords(_ object: Object) -> String {
        guard let words = object.topicWords else { return "none" }
        let origin = words.origin == .labels ? "counted in labelled texts" : "topics discovered"
        return "\(Figures.count(words.words, "word")), \(origin)"
    }

    private func text(_ object: Object) -> String {
        let (parameters, shape) = (object.parameters, object.configuration)
        let scalars = String(object.alphabet.scalars.filter { !$0.isWhitespace })
        let sizes =
            "generator \(Figures.grouped(parameters.generator)), "
            + "discriminator \(Figures.grouped(parameters.discriminator))"
        let lengths =
            "up to \(shape.shape.contextCharacters) characters of context, "
            + "\(shape.shape.continuationCharacters) of continuation"
        let unit = shape.layout == .lines ? "a line" : "a sentence"
        let generator =
            "\(shape.layers) LSTM of \(shape.hidden), context encoder of \(shape.contextHidden), "
            + "attention \(shape.attention > 0 ? "on" : "off")"
        var rows: [(String, String)] = [
            ("parameters", "\(Figures.grouped(parameters.total)): \(sizes)"),
            ("alphabet", "\(Figures.count(object.alphabet.symbols, "symbol")): \(scalars)"),
            ("topics", object.topics.isEmpty ? "none" : object.topics.joined(separator: ", ")),
            ("topic words", topicWords(object)),
            ("steps", "\(Figures.grouped(object.steps)), \(object.phase.rawValue)"),
            ("generator", generator),
            ("discriminator", shape.discriminator.words(width: shape.discriminatorHidden)),
            ("passages", "\(lengths); a unit is \(unit)"),
            (
                "precision",
                object.precision.rawValue
                    + (object.writing == object.precision.rawValue
                        ? "" : "; writes in \(object.writing)")
            ),
        ]
        if shape.codes > 0 {
            rows.append(("codes", "\(shape.codes) categories, \(LatentCode.valueCount) values"))
        }
        if let heldOut = object.heldOut {
            rows.append(("held out", MeasureWords.text(heldOut)))
        }
        return rows.map { name, value in
            name.padding(toLength: 15, withPad: " ", startingAt: 0) + value
        }.joined(separator: "\n")
    }
}

extension DiscriminatorKind {
    /// `LSTM of 384`, `convolutions, 384 channels`
    func words(width: Int) -> String {
        switch self {
        case .recurrent: "LSTM of \(width)"
        case .convolutional: "convolutions, \(Figures.count(width, "channel"))"
        }
    }
}

/// Held-out measures in a few words.
enum MeasureWords {
    /// `2.134 bits/character, context gain 0.021, topic gain 0.034, diversity 97 %`
    static func text(_ measures: HeldOutMeasures) -> String {
        var words = [
            "\(Figures.decimal(measures.bitsPerCharacter)) bits/character",
            "context gain \(Figures.decimal(measures.contextGain))",
        ]
        if let gain = measures.topicGain { words.append("topic gain \(Figures.decimal(gain))") }
        if let diversity = measures.diversity {
            words.append("diversity \(Figures.decimal(100 * diversity, places: 0)) %")
        }
        return words.joined(separator: ", ")
    }
}
