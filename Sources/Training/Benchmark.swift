import Checkpoints
import Foundation
import Models
import Networks
import Tensors
import Texts

/// How fast a machine trains and samples, in characters a second.
public struct BenchmarkReport: Codable, Sendable {
    /// One thing that was timed.
    public struct Row: Codable, Sendable {
        /// `likelihood-default`, `duel-default`, `sample-default`, `sample-default-x64`.
        public var name: String
        /// Characters of continuations a second.
        public var charactersPerSecond: Double
    }

    /// The instruction set that the products use.
    public var machine: String
    /// What products read.
    public var precision: Precision
    /// Number of threads.
    public var workers: Int
    /// What was timed.
    public var rows: [Row]

    /// The report as a table for people.
    public var table: String {
        let head = "\(machine), \(precision.rawValue), \(workers) workers"
        return
            ([head]
            + rows.map { row in
                let name = row.name.padding(toLength: 24, withPad: " ", startingAt: 0)
                return name + String(format: "%12.0f characters/s", row.charactersPerSecond)
            }).joined(separator: "\n")
    }
}

/// Times the two phases of training and sampling, on text that it makes up.
public enum Benchmark {
    /// Runs every row for about `seconds`.
    ///
    /// - Parameters:
    ///   - model: times networks of this model's shape; of the default shape when nil.
    ///   - progress: hears the name of each row as it begins.
    public static func run(
        seconds: Double, workers: Int?, precision: Precision, model: LoadedModel?,
        progress: (String) -> Void
    ) throws -> BenchmarkReport {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("riposte-bench-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let corpus = try madeUpCorpus(in: folder, like: model)
        var configuration =
            model?.configuration
            ?? ModelConfiguration(symbols: corpus.alphabet.count, topics: corpus.topicNames.count)
        configuration.symbols = corpus.alphabet.count
        configuration.topics = corpus.topicNames.count
        var settings = TrainingSettings()
        settings.precision = precision

        let random = RandomSource(seed: 1)
        let generator = Generator(configuration, precision: precision, random)
        let discriminator = Discriminator(configuration, precision: precision, random)
        let pool = WorkerPool(count: workers)
        defer { pool.close() }
        let shards = Shards(
            batch: settings.batch, size: settings.shard, generator: generator,
            discriminator: discriminator, pool: pool)
        let data = TrainingData(corpus, shape: configuration.shape, settings: settings)
        let generatorAdam = Adam(generator.parameters)
        let discriminatorAdam = Adam(discriminator.parameters)
        let characters = settings.batch * configuration.shape.continuationCharacters

        var rows: [BenchmarkReport.Row] = []
        func time(_ name: String, _ characters: Int, _ body: (Int) throws -> Void) throws {
            progress(name)
            try body(0)
            var count = 0
            let began = ContinuousClock.now
            while count == 0 || began.duration(to: .now).seconds < seconds {
                count += 1
                try body(count)
            }
            rows.append(
                .init(
                    name: name,
                    charactersPerSecond: Double(characters * count)
                        / began.duration(to: .now).seconds))
        }

        try time("likelihood-default", characters) { index in
            let step = LikelihoodStep(generator: generator, data: data, shards: shards)
            _ = try step.gradients(
                position: index * settings.batch, random.child("step", index), keep: settings.keep)
            _ = generatorAdam.update(
                gradients: shards.generatorGradients, rate: 1e-4, clip: 1, pool: pool)
        }
        try time("duel-default", characters) { index in
            let step = DuelStep(
                generator: generator, discriminator: discriminator, data: data, shards: shards,
                settings: settings)
            let exchanges = try step.discriminatorGradients(
                position: index * settings.batch, learnsRealism: true, random.child("duel", index))
            _ = discriminatorAdam.update(
                gradients: shards.discriminatorGradients, rate: 1e-4, clip: 1, pool: pool)
            _ = try step.generatorGradients(exchanges, temperature: 1)
            _ = generatorAdam.update(
                gradients: shards.generatorGradients, rate: 1e-4, clip: 1, pool: pool)
        }
        for streams in [1, 64] {
            let batch = try data.shards(of: streams, 0..<streams, random)[0].batch
            let length = configuration.shape.continuationCharacters
            let name = streams == 1 ? "sample-default" : "sample-default-x\(streams)"
            try time(name, streams * length) { index in
                // Not `write`, which stops at end marks: an untrained model sets them anywhere.
                let stepper = Stepper(generator, batch, random)
                var last = batch.before
                for step in 0..<length {
                    let logits = stepper.step(last)
                    for b in 0..<streams {
                        last[b] = Sampling().draw(
                            logits, row: b, random.child("draw", index, b), noise: step)
                    }
                }
            }
        }
        return BenchmarkReport(
            machine: Machine.instructionSet, precision: precision, workers: pool.count, rows: rows)
    }

    /// Eight topics of made-up words in the characters of a small alphabet.
    private static func madeUpCorpus(in folder: URL, like model: LoadedModel?) throws -> Corpus {
        let random = RandomSource(seed: 3)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let letters = Array("etaoinshrdlucmfwypvbgkjqxzETAOINSHRDLU.,?!'\"-")
        for topic in 0..<8 {
            let source = random.child("topic", topic)
            var text = ""
            for index in 0..<40_000 {
                if index % 50 == 49 {
                    text += index % 500 == 499 ? "\n\n" : "\n"
                } else if index % 6 == 5 {
                    text += " "
                } else {
                    text.append(letters[source.below(letters.count, index)])
                }
            }
            try text.write(
                to: folder.appendingPathComponent("topic-\(topic).txt"), atomically: true,
                encoding: .utf8)
        }
        return try Corpus.open([folder.path], alphabet: model?.alphabet)
    }
}
