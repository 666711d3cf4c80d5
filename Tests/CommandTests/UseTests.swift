import BuiltProgram
import Foundation
import Testing

/// What a trained model is used for, as a script uses it.
@Suite struct UseTests {
    @Test func aSeedRepeatsASample() throws {
        let model = try TinyModel.shared().run.path
        let arguments = ["sample", model, "--topic", "harbour", "--length", "80", "--json"]
        let first = try Program.run(arguments + ["--seed", "7", "--count", "3"])
        #expect(first.exitCode == 0, "\(first.errors)")
        #expect(
            try Program.run(arguments + ["--seed", "7", "--count", "3"]).output == first.output)
        let other = try Program.run(arguments + ["--seed", "8"])
        let texts = [first, other].map { $0.objects.first?["text"] as? String }
        #expect(texts[0] != nil && texts[1] != nil && texts[0] != texts[1])
        #expect(first.objects.count == 3)
        let last = try #require(first.objects.last)
        #expect(Set(last.keys).isSuperset(of: ["text", "topic", "seed"]))
        #expect(last["topic"] as? [String: Double] == ["harbour": 1])
        let seed = try #require(last["seed"] as? Int)
        let again = try Program.run(arguments + ["--seed", "\(seed)"])
        #expect(again.objects.first?["text"] as? String == last["text"] as? String)
        #expect(first.objects.contains { $0["judgement"] is Double })
        // Chance, when no seed is given.
        #expect(try Program.run(arguments).output != Program.run(arguments).output)
    }

    @Test func plainSamplesAreSeparatedByABlankLine() throws {
        let model = try TinyModel.shared().run.path
        let arguments = [
            "sample", model, "--context", "Is the ferry late?", "--length", "60", "--seed", "1",
        ]
        let plain = try Program.run(arguments + ["--count", "2"])
        let json = try Program.run(arguments + ["--count", "2", "--json"])
        let texts = json.objects.compactMap { $0["text"] as? String }
        #expect(plain.output == texts.joined(separator: "\n\n") + "\n")
        let file = try Program.folder("context").appendingPathComponent("context.txt")
        try Data("Is the ferry late?\n".utf8).write(to: file)
        let fromFile = try Program.run([
            "sample", model, "--context-file", file.path, "--length", "60", "--seed", "1",
            "--count", "2",
        ])
        #expect(fromFile.output == plain.output)
        // Whatever wrote the file: its line ends, a byte order mark.
        for other in ["Is the ferry late?\r\n", "\u{FEFF}Is the ferry late?\n"] {
            try Data(other.utf8).write(to: file)
            let result = try Program.run([
                "sample", model, "--context-file", file.path, "--length", "60", "--seed", "1",
                "--count", "2",
            ])
            #expect(result.output == plain.output)
        }
    }

    /// Going on in the middle of a line is another thing than after its end.
    @Test func anUnfinishedContextIsGoneOnWith() throws {
        let model = try TinyModel.shared().run.path
        let texts = try [[], ["--unfinished"]].map { more in
            let result = try Program.run(
                ["sample", model, "--context", "Is the fer", "--seed", "1", "--length", "40"] + more
            )
            #expect(result.exitCode == 0, "\(result.errors)")
            return result.output
        }
        #expect(texts[0] != texts[1])
    }

    @Test func candidatesMayBeDrawnByTheirOdds() throws {
        let model = try TinyModel.shared().run.path
        func texts(_ choice: String, _ asked: [String] = []) throws -> [String] {
            try (1...6).map { seed in
                let result = try Program.run(
                    [
                        "sample", model, "--candidates", "4", "--choice", choice, "--seed",
                        "\(seed)", "--length", "30",
                    ] + asked)
                #expect(result.exitCode == 0, "\(result.errors)")
                return result.output
            }
        }
        #expect(try texts("odds") != texts("best"))
        // Where neither topic nor context is given, nothing else can fit.
        #expect(try texts("fitting") == texts("odds"))
        // The heads of so small a model are of nearly one mind, so this takes many texts.
        let asked = ["--topic", "harbour", "--context", "The ferry was late.", "--count", "100"]
        #expect(try texts("fitting", asked) != texts("odds", asked))
    }

    @Test func theContextMayComeFromAPipe() throws {
        let model = try TinyModel.shared().run.path
        let arguments = ["sample", model, "--seed", "1", "--length", "30"]
        let given = try Program.run(arguments + ["--context", "The ferry was late."])
        let piped = try Program.run(
            arguments + ["--context-file", "/dev/stdin"], input: "The ferry was late.")
        #expect(piped.exitCode == 0 && piped.output == given.output, "\(piped.errors)")
        expectFailure(
            try Program.run(arguments + ["--context-file", "nowhere.txt"]),
            "nowhere.txt: cannot be read")
        expectFailure(try Program.run(arguments + ["--context-file", "/"]), "/: cannot be read")
    }

    @Test func judgesCharacters() throws {
        let model = try TinyModel.shared().run.path
        let text = "The ferry — é漢 — was late.\n"
        let judged = try Program.run(
            ["judge", model, "--topic", "harbour", "--context", "Who?", "--json"], input: text)
        let object = try #require(judged.objects.first)
        #expect(
            Set(object.keys) == ["judgement", "topicFits", "contextFits", "characters"])
        let characters = try #require(object["characters"] as? [[String: Any]])
        #expect(characters.compactMap { $0["text"] as? String }.joined() == text)
        #expect(characters.allSatisfy { $0["logit"] is Double })
        let plain = try Program.run(["judge", model], input: text)
        #expect(plain.output.hasPrefix("looks real ") && plain.output.hasSuffix(")\n"))
    }

    @Test func aConvolutionalDiscriminatorJudgesInStretchesOfEight() throws {
        let model = try TinyModel.shared()
        let run = try Program.folder("convolutional").appendingPathComponent("run")
        let trained = try Program.run(
            model.arguments(
                output: run, steps: 4, adversarialSteps: 4, ["--discriminator", "convolutional"]))
        #expect(trained.exitCode == 0, "\(trained.errors)")
        let judged = try Program.run(
            ["judge", run.path, "--topic", "harbour", "--json"],
            input: "The ferry was late again.")
        let object = try #require(judged.objects.first, "\(judged.errors)")
        let characters = try #require(object["characters"] as? [[String: Any]])
        let logits = characters.compactMap { $0["logit"] as? Double }
        #expect(logits.count == 25)
        // One symbol before the text, then a verdict for every eight.
        let changes = logits.indices.dropFirst().filter { logits[$0] != logits[$0 - 1] }
        #expect(changes == [7, 15, 23])
        let judgement = try #require(object["judgement"] as? Double)
        #expect(abs(judgement - logits.reduce(0, +) / 25) < 1e-4)
        let shown = try Program.run(["inspect", run.path])
        #expect(shown.output.contains("convolutions, 32 channels"))
        let sampled = try Program.run([
            "sample", run.path, "--candidates", "2", "--length", "20", "--seed", "1", "--json",
        ])
        #expect(sampled.objects.first?["judgement"] is Double, "\(sampled.errors)")
    }

    @Test(arguments: [["sample"], ["sample", "--candidates", "1"], ["evaluate", "text.txt"]])
    func aChoiceNeedsCandidates(_ arguments: [String]) throws {
        let model = try TinyModel.shared().run
        let result = try Program.run(
            [arguments[0], model.path] + arguments.dropFirst() + ["--choice", "odds"])
        #expect(result.exitCode == 64 && result.errors.contains("add --candidates"))
    }

    @Test func exportsASmallModelThatSpeaks() throws {
        let model = try TinyModel.shared().run
        let small = try Program.folder("export").appendingPathComponent("small")
        let exported = try Program.run(["export", model.path, "--output", small.path])
        #expect(exported.exitCode == 0, "\(exported.errors)")
        func weights(_ folder: URL) throws -> [String: Int] {
            let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            return try Dictionary(
                files.filter { $0.hasSuffix(".safetensors") }.map { file in
                    let path = folder.appendingPathComponent(file).path
                    let size = try FileManager.default.attributesOfItem(atPath: path)[.size]
                    return (URL(fileURLWithPath: file).lastPathComponent, size as? Int ?? 0)
                }, uniquingKeysWith: max)
        }
        let before = try weights(model)
        let after = try weights(small)
        #expect(Set(after.keys) == ["generator.safetensors", "discriminator.safetensors"])
        #expect(
            (after["generator.safetensors"] ?? 0) * 10 < (before["generator.safetensors"] ?? 0) * 6)
        let said = try Program.run(["sample", small.path, "--seed", "1", "--length", "40"])
        #expect(said.exitCode == 0 && !said.output.isEmpty)
        let again = try Program.run(["export", model.path, "--output", small.path])
        #expect(again.exitCode == 0, "a model that is there is replaced: \(again.errors)")
    }

    @Test func tellsWhatAModelIs() throws {
        let model = try TinyModel.shared().run.path
        let topics = try Program.run(["topics", model])
        #expect(topics.output == TinyCorpus.topics.joined(separator: "\n") + "\n")
        let inspected = try Program.run(["inspect", model, "--json"])
        let object = try #require(inspected.objects.first)
        let keys = ["parameters", "alphabet", "topics", "steps", "configuration", "precision"]
        #expect(Set(object.keys).isSuperset(of: keys + ["heldOut"]))
        let parameters = try #require(object["parameters"] as? [String: Int])
        #expect(
            parameters["total"] == (parameters["generator"] ?? 0)
                + (parameters["discriminator"] ?? 0))
        #expect(object["topics"] as? [String] == TinyCorpus.topics)
        let shown = try Program.run(["inspect", model])
        #expect(shown.output.contains("garden, harbour") && shown.output.contains("bits/character"))
    }

    @Test func evaluates() throws {
        let model = try TinyModel.shared()
        let result = try Program.run([
            "evaluate", model.run.path, model.corpus.path, "--samples", "16", "--temperatures",
            "0.8", "--json",
        ])
        #expect(result.exitCode == 0, "\(result.errors)")
        let object = try #require(result.objects.first)
        for key in [
            "characters", "bitsPerCharacter", "bitsPerCharacterOtherContext",
            "bitsPerCharacterOtherTopic", "contextGain", "topicGain", "guidance", "sweep",
        ] {
            #expect(object[key] != nil, "\(key)")
        }
        let sweep = try #require(object["sweep"] as? [[String: Any]])
        #expect(sweep.count == 1 && sweep[0]["temperature"] as? Double == 0.8)
        #expect(sweep[0]["distinct4"] is Double && sweep[0]["novelty"] is Double)
        // A single file is of its topic where the model has it; otherwise nothing is known of what another
        // topic would cost.
        let harbour = model.corpus.appendingPathComponent("harbour.txt")
        let elsewhere = try Program.folder("elsewhere").appendingPathComponent("elsewhere.txt")
        try FileManager.default.copyItem(at: harbour, to: elsewhere)
        for (text, isKnown) in [(harbour, true), (elsewhere, false)] {
            let alone = try Program.run([
                "evaluate", model.run.path, text.path, "--samples", "8", "--temperatures", "0.8",
                "--json",
            ])
            let report = try #require(alone.objects.first)
            #expect(report["contextGain"] is Double && (report["topicGain"] is Double) == isKnown)
            #expect(report["topics"] as? [String] == (isKnown ? ["harbour"] : []))
            let words = "the texts have none of the model's topics"
            #expect(alone.errors.contains(words) != isKnown)
        }
        let plain = try Program.run([
            "evaluate", model.run.path, model.corpus.path, "--samples", "8", "--only-held-out",
        ])
        #expect(plain.exitCode == 0 && !plain.output.isEmpty)
    }

    @Test func helpTeaches() throws {
        for command in [
            "train", "chat", "sample", "judge", "evaluate", "topics", "inspect", "bench",
        ] {
            let help = try Program.run([command, "--help"])
            #expect(help.exitCode == 0 && help.output.contains("riposte \(command)"))
        }
        let version = try Program.run(["--version"])
        #expect(version.exitCode == 0 && version.output.contains("."))
    }
}
