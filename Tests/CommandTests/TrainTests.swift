import BuiltProgram
import Foundation
import Testing

@Suite(.serialized) struct TrainTests {
    @Test func tellsWhatWasFoundAndHowItGoes() throws {
        let model = try TinyModel.shared()
        let training = model.training
        #expect(training.exitCode == 0)
        #expect(training.output.isEmpty)
        for words in [
            "4 files", "documents", "garden, harbour, kitchen, night-sky", "symbols", "parameters",
            "worker", "likelihood 12 steps, duel 4 steps (relativistic)",
            "likelihood step 2: ", "bits/character", "duel step", "riposte chat",
        ] {
            #expect(training.errors.contains(words), "\(words)")
        }
        #expect(!training.errors.contains("\u{1B}") && !training.errors.contains("\r"))
        #expect(TinyModel.reports(in: model.run) >= 16)
        let settings = try Data(contentsOf: model.run.appendingPathComponent("settings.json"))
        let object = try JSONSerialization.jsonObject(with: settings) as? [String: Any]
        #expect(object?["texts"] as? [String] == [model.corpus.path])
        let configuration = object?["configuration"] as? [String: Any]
        #expect(configuration?["embedding"] as? Int == 16)
        #expect(configuration?["discriminatorHidden"] as? Int == 32)
    }

    @Test func optionsBecomeSettings() throws {
        let model = try TinyModel.shared()
        let run = try Program.folder("options").appendingPathComponent("run")
        let result = try Program.run(
            model.arguments(
                output: run, steps: 1, adversarialSteps: 0,
                [
                    "--objective", "least-squares", "--matching", "characters", "--attention",
                    "off",
                    "--held-out", "0.2", "--context", "24", "--length", "16",
                    "--discriminator-hidden", "24", "--layers", "2", "--precision", "f32", "--seed",
                    "9",
                ]))
        #expect(result.exitCode == 0, "\(result.errors)")
        let data = try Data(contentsOf: run.appendingPathComponent("settings.json"))
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let settings = try #require(object["settings"] as? [String: Any])
        #expect(settings["objective"] as? String == "least-squares")
        #expect(settings["precision"] as? String == "f32" && settings["seed"] as? Int == 9)
        let corpus = try #require(object["corpus"] as? [String: Any])
        #expect(corpus["heldOutShare"] as? Double == 0.2)
        let configuration = try #require(object["configuration"] as? [String: Any])
        #expect(configuration["contextMatching"] as? String == "characters")
        #expect(configuration["attention"] as? Int == 0 && configuration["layers"] as? Int == 2)
        #expect(configuration["hidden"] as? Int == 32)
        #expect(configuration["discriminatorHidden"] as? Int == 24)
        let shape = try #require(configuration["shape"] as? [String: Any])
        #expect(shape["contextCharacters"] as? Int == 24)
        #expect(shape["continuationCharacters"] as? Int == 16)
    }

    /// Samples are as long as what is trained on, whatever multiple of a shard's steps that is.
    @Test func heldOutSamplesHaveTheirLength() throws {
        let model = try TinyModel.shared()
        let run = try Program.folder("length").appendingPathComponent("run")
        let arguments = model.arguments(
            output: run, steps: 2, adversarialSteps: 2, ["--length", "5"])
        #expect(try Program.run(arguments).exitCode == 0)
        let metrics = try String(
            contentsOf: run.appendingPathComponent("metrics.jsonl"), encoding: .utf8)
        let samples = try metrics.split(separator: "\n").compactMap { line -> String? in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return (object?["sample"] as? [String: Any])?["text"] as? String
        }
        #expect(!samples.isEmpty && samples.allSatisfy { $0.count <= 5 }, "\(samples)")
    }

    /// Where address space is limited, every worker gets a part of it.
    @Test func limitedAddressSpaceIsShared() throws {
        let model = try TinyModel.shared()
        let run = try Program.folder("limited").appendingPathComponent("run")
        let arguments = model.arguments(
            output: run, steps: 2, adversarialSteps: 2, ["--workers", "6"])
        let words = arguments.map { "'\($0)'" }.joined(separator: " ")
        let result = try Program.shell("ulimit -v 4000000; exec \"$riposte\" \(words)")
        #expect(result.exitCode == 0, "\(result.errors)")
    }

    /// What a file says of the duel stands where an option says something of the likelihood phase only.
    @Test func theDuelOfAConfigurationFileStands() throws {
        let model = try TinyModel.shared()
        let folder = try Program.folder("duel")
        let file = folder.appendingPathComponent("duel.json")
        var object = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: model.configuration))
                as? [String: Any])
        var settings = object["settings"] as? [String: Any] ?? [:]
        settings["adversarial"] = ["steps": 1]
        object["settings"] = settings
        try JSONSerialization.data(withJSONObject: object).write(to: file)
        let run = folder.appendingPathComponent("run")
        let result = try Program.run([
            "train", model.corpus.path, "--output", run.path, "--config", file.path, "--hidden",
            "16", "--batch", "16", "--steps", "2",
        ])
        #expect(result.errors.contains("likelihood 2 steps, duel 1 step ("), "\(result.errors)")
        // A phase that has begun is not left out any more.
        let resumed = try Program.run([
            "train", "--resume", "--output", run.path, "--steps", "0",
        ])
        #expect(resumed.exitCode == 64, "\(resumed.errors)")
    }

    @Test func aConfigurationMayComeFromAPipe() throws {
        let model = try TinyModel.shared()
        let run = try Program.folder("piped-config").appendingPathComponent("run")
        let arguments = ["train", model.corpus.path, "--output", run.path, "--config"]
        let result = try Program.run(
            arguments + ["/dev/stdin", "--steps", "1", "--adversarial-steps", "0"],
            input: String(contentsOf: model.configuration, encoding: .utf8))
        #expect(result.exitCode == 0, "\(result.errors)")
        let kept = try JSONSerialization.jsonObject(
            with: Data(contentsOf: run.appendingPathComponent("settings.json")))
        let configuration = (kept as? [String: Any])?["configuration"] as? [String: Any]
        #expect(configuration?["embedding"] as? Int == 16)
        expectFailure(
            try Program.run(arguments + ["nowhere.json"]), "nowhere.json: cannot be read")
    }

    @Test func theNumberOfWorkersDoesNotChangeTheBits() throws {
        let model = try TinyModel.shared()
        let runs = try [1, 2].map { workers in
            let run = try Program.folder("workers").appendingPathComponent("run")
            let arguments = model.arguments(
                output: run, steps: 6, adversarialSteps: 4, ["--workers", "\(workers)"])
            #expect(try Program.run(arguments).exitCode == 0)
            return run
        }
        let weights = try #require(TinyModel.weights(in: runs[0]))
        #expect(TinyModel.weights(in: runs[1]) == weights)
    }

    @Test func killedAndResumedItEndsWithTheSameBits() throws {
        let model = try TinyModel.shared()
        let whole = try Program.folder("whole").appendingPathComponent("run")
        let torn = try Program.folder("torn").appendingPathComponent("run")
        #expect(
            try Program.run(model.arguments(output: whole, steps: 6, adversarialSteps: 4)).exitCode
                == 0)
        var running = try Program.start(
            model.arguments(output: torn, steps: 6, adversarialSteps: 4))
        var kills = 0
        for reports in [3, 5, 8] {
            while running.isRunning && TinyModel.reports(in: torn) < reports { usleep(500) }
            running.send(SIGKILL)
            let code = running.result().exitCode
            #expect(code == 128 + SIGKILL || code == 0)
            kills += code == 0 ? 0 : 1
            running = try Program.start(["train", "--resume", "--output", torn.path])
        }
        #expect(kills > 0)
        let last = running.result()
        #expect(last.exitCode == 0, "\(last.errors)")
        let weights = try #require(TinyModel.weights(in: whole))
        #expect(TinyModel.weights(in: torn) == weights)
        // No update is reported twice; a kill between a checkpoint and its report loses the report.
        #expect(TinyModel.reports(in: torn) <= TinyModel.reports(in: whole))
    }

    @Test(arguments: [SIGINT, SIGTERM]) func stoppedItSavesAndGoesOn(signal: Int32) throws {
        let model = try TinyModel.shared()
        let run = try Program.folder("stopped").appendingPathComponent("run")
        let running = try Program.start(
            model.arguments(output: run, steps: 100_000, adversarialSteps: 0))
        while running.isRunning && TinyModel.reports(in: run) < 5 { usleep(1000) }
        running.send(signal)
        let stopped = running.result()
        #expect(stopped.exitCode == 130, "\(stopped.errors)")
        #expect(stopped.errors.contains("riposte train --resume --output"))
        let steps = TinyModel.reports(in: run)
        let last = try #require(TinyModel.checkpoints(in: run).last)
        #expect(Int(last.lastPathComponent.dropFirst(5)) == steps)

        let resumed = try Program.run([
            "train", "--resume", "--output", run.path, "--steps", "\(steps + 2)",
        ])
        #expect(resumed.exitCode == 0, "\(resumed.errors)")
        #expect(resumed.errors.contains("going on from step \(steps)"))
    }

    @Test func aFinishedRunGoesOnWithALongerDuel() throws {
        let model = try TinyModel.shared()
        let run = try Program.folder("longer").appendingPathComponent("run")
        let plain = try Program.folder("plain").appendingPathComponent("run")
        for (folder, duel) in [(run, 0), (plain, 4)] {
            let arguments = model.arguments(output: folder, steps: 4, adversarialSteps: duel)
            #expect(try Program.run(arguments).exitCode == 0)
        }
        let again = try Program.run(["train", "--resume", "--output", run.path])
        #expect(again.exitCode == 0 && again.errors.contains("this run is finished"))
        let longer = try Program.run([
            "train", "--resume", "--output", run.path, "--adversarial-steps", "4",
        ])
        #expect(longer.exitCode == 0, "\(longer.errors)")
        #expect(TinyModel.weights(in: run) == TinyModel.weights(in: plain))
        let likelihood = try Program.run([
            "train", "--resume", "--output", run.path, "--steps", "50",
        ])
        #expect(likelihood.exitCode == 64)
        #expect(likelihood.errors.contains("the likelihood phase of this run is over"))
    }

    @Test func aRunIsNeverOverwrittenOrBent() throws {
        let model = try TinyModel.shared()
        let occupied = try Program.run(
            model.arguments(output: model.run, steps: 1, adversarialSteps: 0))
        expectFailure(occupied, "holds a run already; add --resume")
        let bent = try Program.run([
            "train", "--resume", "--output", model.run.path, "--hidden", "64",
        ])
        expectFailure(bent, code: 64, "--hidden cannot change in a run that goes on")
        let other = try Program.run([
            "train", model.corpus.appendingPathComponent("garden.txt").path, "--resume", "--output",
            model.run.path, "--adversarial-steps", "6",
        ])
        expectFailure(other, "the texts have the topics garden, the run has garden, ")
        // An exported model has no optimizer's state, and keeps what it says of its run.
        let exported = try Program.folder("exported").appendingPathComponent("model")
        #expect(
            try Program.run(["export", model.run.path, "--output", exported.path]).exitCode == 0)
        let settings = exported.appendingPathComponent("settings.json")
        let before = try Data(contentsOf: settings)
        expectFailure(
            try Program.run([
                "train", "--resume", "--output", exported.path, "--adversarial-steps", "100",
            ]), "this model was exported")
        let isSame = try Data(contentsOf: settings) == before
        #expect(isSame)
        // What is damaged is not passed over: it says which documents were held out.
        try Data("{".utf8).write(to: settings)
        expectFailure(
            try Program.run([
                "evaluate", exported.path, model.corpus.path, "--samples", "4", "--only-held-out",
            ]), "settings.json: damaged")
        let nothing = try Program.folder("nothing")
        expectFailure(
            try Program.run(["train", "--resume", "--output", nothing.path]),
            "there is no run to resume")
    }
}
