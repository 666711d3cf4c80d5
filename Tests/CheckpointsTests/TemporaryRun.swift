import Checkpoints
import Foundation
import Models
import Networks
import Tensors
import Texts

/// A run folder of its own for one test, removed with the test.
final class TemporaryRun {
    static let alphabet = Alphabet(scalars: Array("\nabcdefghijk".unicodeScalars))
    static let topics = ["harbour", "kitchen", "weather"]

    let url = FileManager.default.temporaryDirectory
        .appendingPathComponent("riposte-run-\(UUID().uuidString)")
    let run: RunFolder

    init() throws {
        run = RunFolder(url.path)
        try run.prepare(resuming: false)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// Networks small enough to be saved many times.
    static var configuration: ModelConfiguration {
        var configuration = ModelConfiguration(
            symbols: alphabet.count, topics: topics.count)
        configuration.embedding = 8
        configuration.contextHidden = 10
        configuration.hidden = 12
        configuration.discriminatorHidden = 11
        configuration.layers = 2
        configuration.topicWidth = 5
        configuration.noise = 4
        configuration.conditioning = 7
        configuration.attention = 6
        return configuration
    }

    /// A checkpoint of fresh weights, with moments of the generator's optimiser.
    static func checkpoint(
        step: Int, configuration: ModelConfiguration = TemporaryRun.configuration
    ) -> Checkpoint {
        let source = RandomSource(seed: UInt64(step))
        let generator = Generator(configuration, precision: .f32, source)
        let discriminator = Discriminator(configuration, precision: .f32, source)
        var state = TrainingState(seed: 17)
        state.step = step
        state.phaseSeconds = 0.1 * Double(step)
        return Checkpoint(
            configuration: configuration, alphabet: alphabet, topics: topics, state: state,
            generator: generator.parameters.tensors,
            discriminator: discriminator.parameters.tensors,
            optimizer: generator.parameters.tensors.map {
                ("generator.first.\($0.name)", $0.tensor)
            })
    }

    /// What words tell about ``topics``, as words.json holds it.
    static let words = """
        {"names": ["harbour", "kitchen", "weather"], "origin": "labels", "styles": 0,
         "telling": [["boat"], [], []], "words": "boat", "lifts": "IPDw"}
        """

    /// A file of the checkpoint of `step`.
    func file(_ name: String, step: Int) -> URL { folder(step).appendingPathComponent(name) }

    /// The folder of the checkpoint of `step`.
    func folder(_ step: Int) -> URL {
        let digits = String(step)
        return url.appendingPathComponent(
            "step-" + String(repeating: "0", count: 8 - digits.count) + digits)
    }

    /// The names in the run folder.
    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted()
    }
}

/// What two checkpoints' tensors must agree in.
func bits(_ tensors: Checkpoint.Tensors) -> [String: [UInt32]] {
    Dictionary(
        uniqueKeysWithValues: tensors.map { ($0.name, $0.tensor.elements.map(\.bitPattern)) })
}
