import BuiltProgram
import Foundation
import Testing

/// `--guidance`, as a script uses it.
@Suite struct GuidanceTests {
    @Test(arguments: ["1", "4"])
    func changesTextsThatHaveATopic(candidates: String) throws {
        let plain = try texts(["--topic", "harbour", "--candidates", candidates], guidance: "1")
        let hard = try texts(["--topic", "harbour", "--candidates", candidates], guidance: "20")
        #expect(plain.count == 4 && plain != hard)
        let again = try texts(["--topic", "harbour", "--candidates", candidates], guidance: "20")
        #expect(hard == again)
    }

    @Test func changesNothingWithoutATopic() throws {
        let plain = try texts([], guidance: "1")
        #expect(plain.count == 4)
        #expect(try texts([], guidance: "20") == plain)
        #expect(try texts(["--topic", "none"], guidance: "0") == plain)
    }

    @Test func chats() throws {
        let model = try TinyModel.shared().run.path
        func reply(_ guidance: String) throws -> String {
            let arguments = ["chat", model, "--topic", "garden", "--seed", "2", "--length", "60"]
            let result = try Program.run(
                arguments + ["--guidance", guidance], input: "Is the ferry late?\n")
            #expect(result.exitCode == 0, "\(result.errors)")
            return result.output
        }
        #expect(try reply("1") != reply("20"))
    }

    @Test func evaluationSaysWhichWasUsed() throws {
        let plain = try evaluate(["--guidance", "1"])
        let hard = try evaluate(["--guidance", "20"])
        #expect(plain["guidance"] as? Double == 1 && hard["guidance"] as? Double == 20)
        // Samples are drawn anew; what the texts cost is not a matter of sampling.
        #expect(plain["bitsPerCharacter"] as? Double == hard["bitsPerCharacter"] as? Double)
        #expect(firstSample(plain) != nil && firstSample(plain) != firstSample(hard))
        let model = try TinyModel.shared()
        let table = try Program.run([
            "evaluate", model.run.path, model.corpus.path, "--samples", "16", "--temperatures",
            "0.8", "--guidance", "2.5",
        ])
        #expect(table.output.contains("16 samples at each temperature, guidance 2.5\n"))
    }

    private func texts(_ more: [String], guidance: String) throws -> [String] {
        let model = try TinyModel.shared().run.path
        let result = try Program.run(
            [
                "sample", model, "--length", "60", "--count", "4", "--seed", "3", "--json",
                "--guidance", guidance,
            ] + more)
        #expect(result.exitCode == 0, "\(result.errors)")
        return result.objects.compactMap { $0["text"] as? String }
    }

    private func evaluate(_ more: [String]) throws -> [String: Any] {
        let model = try TinyModel.shared()
        let result = try Program.run(
            [
                "evaluate", model.run.path, model.corpus.path, "--samples", "16",
                "--temperatures", "0.8", "--json",
            ] + more)
        #expect(result.exitCode == 0, "\(result.errors)")
        return try #require(result.objects.first)
    }

    private func firstSample(_ report: [String: Any]) -> String? {
        let sweep = report["sweep"] as? [[String: Any]]
        let samples = sweep?.first?["samples"] as? [[String: Any]]
        return samples?.compactMap { $0["text"] as? String }.joined(separator: "\n")
    }
}
