import Foundation

/// A model that was trained for a few steps on ``TinyCorpus``: it writes gibberish, but everything
/// about it is real.
public struct TinyModel: Sendable {
    /// The texts.
    public let corpus: URL
    /// A file for `--config` that makes everything small.
    public let configuration: URL
    /// The run's folder.
    public let run: URL
    /// What training it came to.
    public let training: Program.Result

    /// Trained once for all tests.
    public static func shared() throws -> TinyModel { try made.get() }

    private static let made = Swift.Result { try TinyModel() }

    private init() throws {
        let folder = try Program.folder("tiny")
        corpus = folder.appendingPathComponent("texts")
        configuration = folder.appendingPathComponent("tiny.json")
        run = folder.appendingPathComponent("run")
        try FileManager.default.createDirectory(at: corpus, withIntermediateDirectories: true)
        try TinyCorpus.write(to: corpus)
        try Data(
            """
            {"configuration": {"embedding": 16, "contextHidden": 32, "topicWidth": 8, "noise": 4,
             "conditioning": 16, "attention": 16,
             "shape": {"contextUnits": 2, "contextCharacters": 32, "continuationCharacters": 32}},
             "settings": {"shard": 8, "likelihoodInterval": 2, "adversarialInterval": 2,
             "heldOutPassages": 32, "discriminatorLead": 1, "patience": 0}}
            """.utf8
        ).write(to: configuration)
        training = try Program.run(
            TinyModel.arguments(
                corpus, configuration, output: run, steps: 12, adversarialSteps: 4))
    }

    /// The arguments that train such a model.
    public func arguments(
        output: URL, steps: Int, adversarialSteps: Int, _ more: [String] = []
    ) -> [String] {
        TinyModel.arguments(
            corpus, configuration, output: output, steps: steps,
            adversarialSteps: adversarialSteps) + more
    }

    private static func arguments(
        _ corpus: URL, _ configuration: URL, output: URL, steps: Int, adversarialSteps: Int
    ) -> [String] {
        [
            "train", corpus.path, "--output", output.path, "--steps", "\(steps)",
            "--adversarial-steps", "\(adversarialSteps)", "--hidden", "32", "--batch", "16",
            "--config", configuration.path,
        ]
    }

    /// The folders of the checkpoints in `run`, ascending.
    public static func checkpoints(in run: URL) -> [URL] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: run.path)) ?? []
        return names.filter { $0.hasPrefix("step-") }.sorted()
            .map { run.appendingPathComponent($0) }
    }

    /// The weights of the generator of the last checkpoint in `run`.
    public static func weights(in run: URL) -> Data? {
        checkpoints(in: run).last.flatMap {
            FileManager.default.contents(
                atPath: $0.appendingPathComponent("generator.safetensors").path)
        }
    }

    /// How many reports a run has written so far.
    public static func reports(in run: URL) -> Int {
        let data = FileManager.default.contents(
            atPath: run.appendingPathComponent("metrics.jsonl").path)
        return data?.filter { $0 == UInt8(ascii: "\n") }.count ?? 0
    }
}
