import BuiltProgram
import Foundation
import Testing

/// `riposte evaluate --report`, as a person uses it.
@Suite struct ReportTests {
    private func evaluate(_ more: [String]) throws -> Program.Result {
        let model = try TinyModel.shared()
        return try Program.run(
            [
                "evaluate", model.run.path, model.corpus.path, "--samples", "40", "--temperatures",
                "0.8,1", "--seed", "3",
            ] + more)
    }

    @Test func writesAPageThatAgreesWithTheNumbers() throws {
        let file = try Program.folder("report").appendingPathComponent("page.html")
        let model = try TinyModel.shared()
        let checkpoints = TinyModel.checkpoints(in: model.run)
        let result = try evaluate([
            "--json", "--report", file.path, "--beside", try #require(checkpoints.first).path,
        ])
        #expect(result.exitCode == 0, "\(result.errors)")
        let object = try #require(result.objects.first)
        let sweep = try #require(object["sweep"] as? [[String: Any]])
        let page = try String(contentsOf: file, encoding: .utf8)
        for key in ["lm", "rlm", "freshJudge", "topicAdherence"] {
            let value = try #require(sweep[0][key] as? Double, "\(key)")
            #expect(page.contains(String(format: "%.3f", value)), "\(key)")
            #expect(sweep[0]["\(key)Real"] is Double)
        }
        for id in [
            "training", "diversity", "measures", "topics", "samples", "attention", "judgement",
        ] {
            #expect(page.contains("<section id=\"\(id)\""), "\(id)")
        }
        let step = try #require(checkpoints.first).lastPathComponent.dropFirst(5)
        #expect(page.contains("update \(Int(step) ?? -1)"), "the model beside it")
    }

    @Test func twoRunsPrintTheSame() throws {
        let first = try evaluate(["--json"])
        #expect(first.exitCode == 0)
        #expect(try evaluate(["--json"]).output == first.output)
    }

    @Test func aPlaceThatCannotBeWrittenIsToldBeforeTheWork() throws {
        let folder = try Program.folder("report")
        for path in [folder.path, folder.appendingPathComponent("none/page.html").path] {
            let result = try evaluate(["--report", path])
            #expect(result.exitCode == 1)
            #expect(result.errors.contains("cannot write the report to \(path)"))
            #expect(result.output.isEmpty)
        }
        let alone = try evaluate(["--beside", folder.path])
        #expect(alone.exitCode == 64 && alone.errors.contains("--report"))
    }

    @Test func candidatesAreChosenByTheDiscriminator() throws {
        let plain = try #require(try evaluate(["--json"]).objects.first)
        let chosen = try #require(try evaluate(["--json", "--candidates", "4"]).objects.first)
        #expect(chosen["candidates"] as? Int == 4 && plain["candidates"] as? Int == 1)
        #expect(chosen["bitsPerCharacter"] as? Double == plain["bitsPerCharacter"] as? Double)
        let texts = [plain, chosen].map { object in
            ((object["sweep"] as? [[String: Any]])?.first?["samples"] as? [[String: Any]])?
                .compactMap { $0["text"] as? String } ?? []
        }
        #expect(texts[0].count == texts[1].count && texts[0] != texts[1])
    }
}
