import BuiltProgram
import Foundation
import Testing

/// Latent codes, from training to sampling.
@Suite struct CodeTests {
    @Test func areTrainedAskedForAndTold() throws {
        let model = try TinyModel.shared()
        let run = try Program.folder("codes").appendingPathComponent("run")
        let trained = try Program.run(
            model.arguments(output: run, steps: 4, adversarialSteps: 4, ["--codes", "3"]))
        #expect(trained.exitCode == 0, "\(trained.errors)")
        let metrics = try String(
            contentsOf: run.appendingPathComponent("metrics.jsonl"), encoding: .utf8)
        #expect(metrics.contains("\"codeInformation\":"))
        #expect(try Program.run(["inspect", run.path]).output.contains("3 categories, 2 values"))

        let arguments = ["sample", run.path, "--length", "30", "--seed", "5", "--json"]
        func sample(_ more: [String]) throws -> [String: Any] {
            let result = try Program.run(arguments + more)
            return try #require(result.objects.first, "\(result.errors)")
        }
        let free = try sample([])
        let code = try #require(free["code"] as? String)
        #expect(try sample(["--code", code])["text"] as? String == free["text"] as? String)
        #expect(try sample(["--code", "2:0.5,-1"])["code"] as? String == "2:0.5,-1.0")
        #expect((try sample(["--code", "3"])["code"] as? String)?.hasPrefix("3:") == true)
        expectFailure(
            try Program.run(arguments + ["--code", "4"]), "this model's go from 1 to 3")
        // A sweep is the same reply under each code; under its own it is the reply itself.
        let file = run.appendingPathComponent("talk.json").path
        let swept = try Program.run(
            ["chat", run.path, "--seed", "1", "--length", "30", "--json"],
            input: "Hello.\n/code sweep\n/pick 2\n/save \(file)\n")
        let drafts = try #require(swept.objects[1]["candidates"] as? [[String: Any]])
        #expect(drafts.compactMap { ($0["code"] as? String)?.first } == ["1", "2", "3"])
        let own = try #require(swept.objects[0]["code"] as? String)
        let same = drafts.first { $0["code"] as? String == own }
        #expect(same?["text"] as? String == swept.objects[0]["text"] as? String)
        #expect(swept.objects[2]["text"] as? String == drafts[1]["text"] as? String)
        let replayed = try Program.run(["chat", run.path, "--replay", file, "--json"])
        #expect(replayed.exitCode == 0, "\(replayed.errors)")
        #expect(
            replayed.objects.first?["text"] as? String == swept.objects[2]["text"] as? String)
        let chat = try Program.run(
            ["chat", run.path, "--seed", "1"], input: "/code 2\nHello.\n/code 9\n")
        #expect(chat.exitCode == 1, "a command failed")
        #expect(chat.errors.contains("code: 2 (3 categories)"), "\(chat.errors)")
        #expect(chat.errors.contains("there is no code 9"), "\(chat.errors)")
    }

    @Test func aModelWithoutCodesHasNone() throws {
        let model = try TinyModel.shared().run.path
        let sampled = try Program.run(["sample", model, "--length", "20", "--seed", "1", "--json"])
        #expect(sampled.objects.first?["code"] == nil && sampled.exitCode == 0)
        expectFailure(
            try Program.run(["sample", model, "--code", "1"]), "this model has no codes")
        expectFailure(
            try Program.run(["sample", model, "--code", "1:2"]), code: 64, "such as 3:0.5,-1")
        // Before anything is said.
        expectFailure(try Program.run(["chat", model, "--code", "1"]), "this model has no codes")
    }
}
