import BuiltProgram
import Foundation
import Testing

/// Topics from words and topics without labels, through the program.
@Suite(.serialized) struct TopicTests {
    @Test func anyWordsNameATopic() throws {
        let model = try TinyModel.shared().run.path
        let arguments = ["sample", model, "--length", "20", "--seed", "1", "--json"]
        let result = try Program.run(arguments + ["--topic", "ferries and gulls, xyzzy"])
        #expect(result.exitCode == 0, "\(result.errors)")
        let topic = try #require(result.objects.first?["topic"] as? [String: Double])
        #expect((topic["harbour"] ?? 0) > 0.9, "\(topic)")
        #expect(result.errors.contains("topic: harbour\n"), "\(result.errors)")
        #expect(result.errors.contains("\"ferries\" is read as ferry"))
        #expect(result.errors.contains("unknown, and left out: \"xyzzy\""))
        // A name is a name: nothing is told.
        #expect(try Program.run(arguments + ["--topic", "harbour"]).errors.isEmpty)
        expectFailure(
            try Program.run(["sample", model, "--topic", "harbuor"]), "did you mean harbour?")
        let judged = try Program.run(
            ["judge", model, "--topic", "rose and comet", "--json"], input: "The rose.\n")
        #expect(judged.exitCode == 0 && judged.errors.contains("topic: "), "\(judged.errors)")
        let chat = try Program.run(
            ["chat", model, "--topic", "a kettle", "--seed", "1", "--json"],
            input: "Hello.\n/topic the comet\n/topic\nHello.\n")
        #expect(chat.objects.first?["topic"] as? [String: Double] == ["kitchen": 1])
        #expect(chat.objects.last?["topic"] as? [String: Double] == ["night-sky": 1])
        #expect(chat.errors.contains("topic: night-sky"), "\(chat.errors)")
    }

    @Test func theWordsOfATopicAreListed() throws {
        let model = try TinyModel.shared().run.path
        let lines = try Program.run(["topics", model, "--words"]).output.split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[1].hasPrefix("harbour\t") && lines[1].contains("gull"), "\(lines)")
        let object = try #require(Program.run(["inspect", model, "--json"]).objects.first)
        let words = try #require(object["topicWords"] as? [String: Any])
        #expect(words["origin"] as? String == "labels" && words["words"] as? Int ?? 0 > 20)
        #expect(try Program.run(["inspect", model]).output.contains("counted in labelled texts"))
    }

    /// A checkpoint of before there were words still speaks, says what it lacks, and can be given them.
    @Test func anOlderModelIsGivenWords() throws {
        let model = try TinyModel.shared()
        let folder = try Program.folder("older")
        let old = folder.appendingPathComponent("old")
        let exported = try Program.run(["export", model.run.path, "--output", old.path])
        #expect(exported.exitCode == 0)
        let checkpoint = try #require(TinyModel.checkpoints(in: old).last)
        #expect(try Program.forgetWords(of: checkpoint))
        let name = ["--length", "8", "--topic"]
        let plain = try Program.run(["sample", old.path] + name + ["harbour"])
        #expect(plain.exitCode == 0, "\(plain.errors)")
        expectFailure(
            try Program.run(["sample", old.path] + name + ["gull"]),
            "other words need a newer model: riposte export --topic-words adds them")
        expectFailure(try Program.run(["topics", old.path, "--words"]), "an older model")
        let new = folder.appendingPathComponent("new").path
        let given = try Program.run([
            "export", old.path, "--output", new, "--topic-words", model.corpus.path,
        ])
        #expect(given.exitCode == 0, "\(given.errors)")
        let said = try Program.run(["sample", new] + name + ["gull"])
        #expect(said.exitCode == 0 && said.errors.contains("topic: harbour"), "\(said.errors)")
        let garden = model.corpus.appendingPathComponent("garden.txt").path
        expectFailure(
            try Program.run(["export", old.path, "--output", new, "--topic-words", garden]),
            "the texts have other topics than the model")
    }

    @Test func topicsAreDiscoveredInOneFile() throws {
        let model = try TinyModel.shared()
        let folder = try Program.folder("discovered")
        let text = folder.appendingPathComponent("all.txt")
        let parts = try ["garden", "harbour", "kitchen", "night-sky"].map { topic in
            try String(
                contentsOf: model.corpus.appendingPathComponent("\(topic).txt"), encoding: .utf8)
        }
        try parts.joined(separator: "\n\n").write(to: text, atomically: true, encoding: .utf8)
        let run = folder.appendingPathComponent("run")
        func arguments(_ output: URL) -> [String] {
            [
                "train", text.path, "--output", output.path, "--steps", "6", "--adversarial-steps",
                "4", "--hidden", "32", "--batch", "16", "--config", model.configuration.path,
                "--topics", "discover:4", "--documents", "blank-lines",
            ]
        }
        let trained = try Program.run(arguments(run))
        #expect(trained.exitCode == 0, "\(trained.errors)")
        let settings = try String(
            contentsOf: run.appendingPathComponent("settings.json"), encoding: .utf8)
        #expect(settings.contains("\"topics\" : \"discover:4\""))
        let names = try Program.run(["topics", run.path]).output.split(separator: "\n")
        #expect(names.count == 4 && Set(names).count == 4)
        #expect(trained.errors.contains(names.joined(separator: ", ")))
        #expect(try Program.run(["inspect", run.path]).output.contains("topics discovered"))

        // The words of one thing lead to one topic, which is another for another thing.
        func topic(_ words: String) throws -> [String: Double]? {
            let said = try Program.run([
                "sample", run.path, "--topic", words, "--length", "8", "--json",
            ])
            #expect(said.exitCode == 0, "\(said.errors)")
            return said.objects.first?["topic"] as? [String: Double]
        }
        let comet = try #require(
            try topic("comet and planet").flatMap { $0.max { $0.1 < $1.1 }?.key })
        let ferry = try #require(
            try topic("ferry and gull").flatMap { $0.max { $0.1 < $1.1 }?.key })
        #expect(comet != ferry)
        #expect(try topic(comet) == [comet: 1])

        let evaluated = try Program.run([
            "evaluate", run.path, text.path, "--samples", "8", "--temperatures", "0.8", "--json",
        ])
        #expect(evaluated.exitCode == 0, "\(evaluated.errors)")
        #expect(evaluated.objects.first?["topicGain"] is Double)

        // Killed and resumed it ends with the same bits: the topics are those that were found.
        let torn = folder.appendingPathComponent("torn")
        let running = try Program.start(arguments(torn))
        while running.isRunning && TinyModel.reports(in: torn) < 4 { usleep(500) }
        running.send(SIGKILL)
        #expect(running.result().exitCode == 128 + SIGKILL)
        let resumed = try Program.run(["train", "--resume", "--output", torn.path])
        #expect(resumed.exitCode == 0, "\(resumed.errors)")
        #expect(TinyModel.weights(in: torn) == TinyModel.weights(in: run))
    }

    @Test func whatCannotBeDiscoveredIsSaid() throws {
        let folder = try Program.folder("few")
        let text = folder.appendingPathComponent("few.txt")
        try "One line.\nTwo lines.\nThree lines.\n".write(
            to: text, atomically: true, encoding: .utf8)
        let train = ["train", text.path, "--output", folder.appendingPathComponent("run").path]
        expectFailure(
            try Program.run(train + ["--topics", "discover:8"]), "separate the documents")
        let bent = try Program.run(train + ["--topics", "discover:many"])
        #expect(bent.exitCode == 64)
        #expect(bent.errors.contains("it takes files, none, or discover:K"), "\(bent.errors)")
    }
}
