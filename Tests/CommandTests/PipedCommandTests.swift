import BuiltProgram
import Foundation
import Testing

/// Slash commands through a pipe, as scripts and other programs use them.
@Suite struct PipedCommandTests {
    private let folder: URL
    private let model: String

    init() throws {
        folder = try Program.folder("piped")
        model = try TinyModel.shared().run.path
    }

    private var file: String { folder.appendingPathComponent("talk.json").path }

    /// The tiny model with its weights rounded, which makes it another one.
    private func otherModel() throws -> String {
        let path = folder.appendingPathComponent("other").path
        _ = try Program.run(["export", model, "--output", path])
        return path
    }

    /// A conversation with these lines, JSON or not.
    private func chat(_ lines: [String], _ options: [String] = []) throws -> Program.Result {
        try Program.run(
            ["chat", model, "--seed", "5", "--length", "40"] + options,
            input: lines.map { $0 + "\n" }.joined())
    }

    @Test func aSavedConversationIsReplayedToTheCharacter() throws {
        let said = try chat(
            [
                "/context set It was late.", "/topic harbour:2 kitchen", "One.", "/retry", "gone",
                "/undo", "/candidates 5", "/pick 3", "/set units 2", "/set guidance 3",
                "/topic garden", "Two.", "/set candidates 3", "Three.", "/set seed 8",
                "/set candidates 1", "/topic none", "Four.", "/continue", "/save \(file)",
            ], ["--json"])
        #expect(said.exitCode == 0, "\(said.errors)")
        let saved = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: file)))
        let turns = try #require((saved as? [String: Any])?["turns"] as? [[String: Any]])
        let texts = turns.filter { $0["voice"] as? String == "model" }
            .compactMap { $0["text"] as? String }
        #expect(texts.count == 5)

        let replayed = try Program.run(["chat", model, "--replay", file, "--json"])
        #expect(replayed.exitCode == 0 && replayed.errors.isEmpty, "\(replayed.errors)")
        #expect(replayed.objects.compactMap { $0["text"] as? String } == texts)
        #expect(
            replayed.objects.compactMap { $0["seed"] as? Int }
                == turns.compactMap {
                    $0["seed"] as? Int
                })
        let lines = try Program.run(["chat", model, "--replay", file]).output
        #expect(
            lines
                == texts.map {
                    $0.split(whereSeparator: \.isNewline).joined(separator: " ") + "\n"
                }.joined())
        // What is loaded goes on as if it had never been left.
        let more = try chat(["/load \(file)", "Five.", "/save \(file)"], ["--json"])
        let whole = try Program.run(["chat", model, "--replay", file, "--json"])
        #expect(whole.objects.count == 6 && whole.exitCode == 0)
        #expect(
            whole.objects.last?["text"] as? String == more.objects.last?["text"] as? String)
    }

    @Test func aReplayThatCannotBeSaysWhy() throws {
        _ = try chat(["/topic harbour", "One.", "Two.", "/save \(file)"])
        let other = try otherModel()
        expectFailure(
            try Program.run(["chat", other, "--replay", file]), "was saved with another model")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        func replay(_ text: String) throws -> Program.Result {
            try Data(text.utf8).write(to: URL(filePath: file))
            return try Program.run(["chat", model, "--replay", file])
        }
        expectFailure(
            try replay(String(text.prefix(text.count / 2))), "is not a transcript")
        expectFailure(
            try replay(text.replacingOccurrences(of: "\"harbour\"", with: "\"moon\"")),
            "\"moon\" is not one of this model's")
        let seed = try #require(text.range(of: #""seed" : \d{4,}"#, options: .regularExpression))
        expectFailure(
            try replay(text.replacingCharacters(in: seed, with: "\"seed\" : 3")),
            "is not what the model writes (at character ")
        expectFailure(
            try Program.run(["chat", model, "--replay", file + "x"]), "no such file")
        for option in [["--seed", "1"], ["--topic", "harbour"], ["--length", "9"]] {
            expectFailure(
                try Program.run(["chat", model, "--replay", file] + option), code: 64,
                "leave the other options out")
        }
    }

    @Test func commandsWithAResultWriteAnObject() throws {
        let result = try chat(
            ["/topic harbour", "One.", "/candidates 3", "/pick 2", "/judge", "/why", "/show"],
            ["--json"])
        #expect(result.exitCode == 0 && result.objects.count == 5, "\(result.errors)")
        let candidates = try #require(result.objects[1]["candidates"] as? [[String: Any]])
        #expect(candidates.compactMap { $0["number"] as? Int } == [1, 2, 3])
        let scores = candidates.map { candidate in
            ["judgement", "topicFits", "contextFits"].reduce(0) {
                $0 + (candidate[$1] as? Double ?? .nan)
            }
        }
        #expect(scores == scores.sorted(by: >))
        #expect(result.objects[2]["text"] as? String == candidates[1]["text"] as? String)
        #expect(result.objects[3]["characters"] is [[String: Any]])
        let why = try #require(result.objects[4]["why"] as? [String: Any])
        #expect(why["text"] as? String == candidates[1]["text"] as? String)
        #expect((why["context"] as? [[String: Any]])?.first?["text"] as? String == "One.")
        #expect((why["topics"] as? [[String: Any]])?.first?["name"] as? String == "harbour")
        #expect(why["bits"] is Double && why["contextBits"] is Double)
    }

    @Test func shownAsTextTheyDoNotMixWithTheReplies() throws {
        let result = try chat(["One.", "/candidates 2", "/why", "/judge"])
        #expect(result.output.split(separator: "\n").count == 1)
        for words in ["/pick 1 takes", "attention", "no topic was asked for", "looks real"] {
            #expect(result.errors.contains(words), "\(words) in \(result.errors)")
        }
        #expect(!(result.output + result.errors).contains("\u{1B}"))
    }

    @Test(arguments: [true, false])
    func everyReplyComesBeforeTheNextLineIsAsked(isJSON: Bool) throws {
        let talk = try Interview(
            nil, ["chat", model, "--seed", "1", "--length", "30"] + (isJSON ? ["--json"] : []))
        for line in ["One.", "Two.", "Three."] {
            try talk.say(line)
            let answer = try #require(talk.line())
            #expect(answer.hasPrefix("{") == isJSON)
            guard isJSON else { continue }
            let object = try JSONSerialization.jsonObject(with: Data(answer.utf8))
            let keys = try #require(object as? [String: Any]).keys
            #expect(Set(keys).isSuperset(of: ["text", "topic", "seed", "judgement", "seconds"]))
        }
        #expect(try talk.end() == 0)
    }

    @Test func aFailedTurnIsAnObjectToo() throws {
        let talk = try Interview(nil, ["chat", model, "--seed", "1", "--json"])
        for line in ["/retry", "/why", "/pick 1"] {
            try talk.say(line)
            #expect(try #require(talk.line()).hasPrefix("{\"error\":\""))
        }
        // What has no result has no object: the next one is the reply's.
        for line in ["/topic garden", "/nonsense", "hello"] { try talk.say(line) }
        #expect(try #require(talk.line()).contains("\"text\":"))
        #expect(try talk.end() == 1)
    }

    @Test func anotherModelGoesOnAndIsToldInTheTranscript() throws {
        let other = try otherModel()
        let result = try chat(
            ["/topic harbour", "One.", "/model \(other)", "Two.", "/model", "/save \(file)"])
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(result.output.split(separator: "\n").count == 2)
        #expect(result.errors.contains("goes on; topics: garden, harbour"))
        // Neither of the two models wrote both replies.
        for path in [model, other] {
            expectFailure(
                try Program.run(["chat", path, "--replay", file]), "saved with another model")
        }
        #expect(try chat(["/model \(file)"]).exitCode == 1)
    }

    @Test func settingsAreKeptWhereTheUserAsks() throws {
        let home = folder.appendingPathComponent("config").path
        func shell(_ lines: String, _ options: String = "") throws -> Program.Result {
            try Program.shell(
                "printf '\(lines)' | XDG_CONFIG_HOME='\(home)' \"$riposte\" chat '\(model)' "
                    + "--seed 1 \(options)")
        }
        let kept = try shell("/set temperature 0.3\\n/set length 25\\n/keep\\n")
        #expect(kept.errors.contains("temperature 0.3, length 25"), "\(kept.errors)")
        let later = try shell("/show\\n")
        #expect(later.errors.hasPrefix("kept settings: length 25, temperature 0.3\n"))
        #expect(later.errors.contains("  temperature  0.3\n"))
        let asked = try shell("/show\\n", "--temperature 1").errors
        #expect(asked.contains("  temperature  1.0\n"))
        #expect(asked.hasPrefix("kept settings: length 25\n"), "\(asked)")
        // A seed that is kept does not hide one that is asked for.
        #expect(try shell("/set seed 3\\n/keep seed\\n").exitCode == 0)
        let seeds = try ["5", "6"].map { seed in
            try shell("One.\\n", "--json --seed \(seed)").objects.first?["seed"] as? Int
        }
        #expect(seeds[0] != nil && seeds[1] != nil && seeds[0] != seeds[1])
        let without = try shell("/show\\n", "--ignore-kept").errors
        #expect(without.contains("  temperature  0.8\n") && !without.contains("kept"))
        let file = home + "/riposte/settings.json"
        try Data("{".utf8).write(to: URL(filePath: file))
        let damaged = try shell("hello\\n/keep\\n")
        #expect(damaged.exitCode == 1 && !damaged.output.isEmpty)
        #expect(damaged.errors.hasPrefix("\(file) is damaged: "), "\(damaged.errors)")
        #expect(try Data(contentsOf: URL(filePath: file)) == Data("{".utf8))
    }

    @Test func aMistypedCommandOfTheProgramSuggestsTheNearest() throws {
        let result = try Program.run(["chta"])
        expectFailure(result, code: 64, "no command \"chta\"; did you mean chat?")
    }
}
