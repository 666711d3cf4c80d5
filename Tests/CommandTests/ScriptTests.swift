import BuiltProgram
import Foundation
import Testing

/// Any script, through the program: ten languages that are written in ten ways.
@Suite struct ScriptTests {
    /// A model of all ten, each line a unit.
    static let model = Result { try ScriptTests.trained(ScriptText.all, layout: "lines") }

    private static func trained(
        _ texts: [ScriptText], layout: String, _ more: [String] = []
    ) throws -> URL {
        let folder = try Program.folder("scripts")
        let corpus = folder.appendingPathComponent("texts")
        try ScriptText.write(texts, to: corpus)
        let run = folder.appendingPathComponent("run")
        let trained = try Program.run(
            [
                "train", corpus.path, "--output", run.path, "--steps", "12", "--adversarial-steps",
                "4", "--hidden", "32", "--batch", "16", "--layout", layout,
                "--documents", "blank-lines", "--config", try TinyModel.shared().configuration.path,
            ] + more)
        #expect(trained.exitCode == 0, "\(trained.errors)")
        return run
    }

    /// What is said to the model stands byte for byte in what `/context show` says and in what `/save`
    /// saves, composed and decomposed; nothing of it is broken off or replaced.
    @Test(arguments: ScriptText.all.indices)
    func everyByteOfAPromptRoundTrips(number: Int) throws {
        let model = try ScriptTests.model.get().path
        let text = ScriptText.all[number]
        let file = try Program.folder("saved").appendingPathComponent("talk.json")
        let prompts = [text.prompt, text.prompt.decomposedStringWithCanonicalMapping]
        let said = prompts + text.sea
        let result = try Program.run(
            ["chat", model, "--seed", "1", "--length", "20"],
            input: (said + ["/context show", "/save \(file.path)"]).joined(separator: "\n"))
        #expect(result.exitCode == 0, "\(result.errors)")
        let shown = Data(result.errors.utf8)
        for line in said { #expect(shown.range(of: Data(line.utf8)) != nil, "\(line)") }
        let saved = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        let turns = try #require(saved["turns"] as? [[String: Any]])
        let persons = turns.filter { $0["voice"] as? String == "person" }
            .compactMap { $0["text"] as? String }
        #expect(persons.map { Array($0.utf8) } == said.map { Array($0.utf8) })
        // And it comes back.
        let loaded = try Program.run(
            ["chat", model], input: "/load \(file.path)\n/context show\n")
        let back = Data(loaded.errors.utf8)
        for line in said { #expect(back.range(of: Data(line.utf8)) != nil, "\(line)") }
    }

    @Test(arguments: ScriptText.all.indices)
    func wordsOfEveryLanguageLeadToTheirTopic(number: Int) throws {
        let text = ScriptText.all[number]
        let result = try Program.run(
            ["chat", try ScriptTests.model.get().path, "--json", "--length", "8"],
            input: "/topic \(text.words)\n\(text.prompt)\n")
        let topic = try #require(result.objects.first?["topic"] as? [String: Double])
        #expect(topic["sea"] ?? 0 > 0.5, "\(result.errors)")
    }

    /// A reply of a certain length is the beginning of a longer one in whole characters: the mark that
    /// belongs to its last letter is there.
    @Test(arguments: 1...3)
    func noMarkIsCutFromItsLetter(seed: Int) throws {
        let model = try ScriptTests.model.get().path
        func sample(_ length: Int) throws -> String {
            let result = try Program.run([
                "sample", model, "--seed", "\(seed)", "--length", "\(length)", "--temperature",
                "1.5", "--top-p", "1",
            ])
            #expect(result.exitCode == 0, "\(result.errors)")
            return String(result.output.dropLast())
        }
        let whole = Array(try sample(100))
        #expect(whole.contains { $0.unicodeScalars.count > 1 && $0 != "\r\n" })
        for length in 1...50 {
            let part = Array(try sample(length))
            #expect(part.elementsEqual(whole.prefix(part.count)), "\(String(part))")
        }
    }

    /// In prose without blanks a reply ends with its sentence.
    @Test func aSentenceNeedsNoBlankToEnd() throws {
        let languages = ScriptText.all.filter { ["Chinese", "Japanese"].contains($0.name) }
        let model = try ScriptTests.trained(languages, layout: "prose")
        let lines = [String](repeating: languages[0].prompt, count: 12)
        let result = try Program.run(
            ["chat", model.path, "--seed", "1", "--units", "1", "--length", "300", "--json"],
            input: (lines + ["/context show"]).joined(separator: "\n"))
        let replies = result.objects.compactMap { $0["text"] as? String }
        #expect(replies.count == lines.count)
        #expect(replies.contains { $0.hasSuffix("。") }, "\(replies)")
        for reply in replies {
            #expect(!reply.dropLast().contains("。"), "\(reply)")
        }
        // Nor does it need one before what is said next.
        #expect(!result.errors.contains("。 "), "\(result.errors)")
    }
}
