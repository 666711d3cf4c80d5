import Conversation
import Testing

@Suite struct SuggestionTests {
    let conversation = Conversation(
        speaker: ScriptedSpeaker(topics: ["harbour", "Haus", "kitchen"]), seed: 1)

    func suggest(_ line: String, at cursor: Int? = nil) -> Suggestions {
        conversation.suggestions(for: line, cursor: cursor ?? line.unicodeScalars.count) { folder in
            switch folder {
            case "": ["talk.json", "tales/", ".hidden", "grüße.json"]
            case "tales/": ["one.json", "two words.json"]
            case "runs/": ["sea/", "empty/", "notes.txt"]
            case "runs/sea/": ["step-00000100/", "metrics.jsonl"]
            default: []
            }
        }
    }

    @Test func commands() {
        #expect(suggest("/to") == Suggestions(wordLength: 3, candidates: ["/topic", "/topics"]))
        #expect(suggest("/topics", at: 2).candidates == ["/topic", "/topics"])
        #expect(suggest("/help to").candidates == ["topic", "topics", "top-p"])
        #expect(suggest("/help topic ").candidates.isEmpty)
        #expect(suggest("/candidates ").candidates == ["4", "8", "16"])
        #expect(suggest("/pick ").candidates.isEmpty)
        #expect(suggest("/code ").candidates.isEmpty)
        #expect(suggest("/").candidates.count == Command.all.count)
    }

    @Test func topics() {
        let both = Suggestions(wordLength: 2, candidates: ["harbour", "Haus"])
        #expect(suggest("/topic ha") == both && suggest("/topic Ha") == both)
        #expect(suggest("/topic harbour:2 k").candidates == ["kitchen"])
        #expect(suggest("/topic ").candidates == ["harbour", "Haus", "kitchen", "none"])
    }

    /// Who types a letter has not typed its mark yet; and a name may be typed composed or decomposed.
    @Test func topicsOfAnyScript() {
        let names = ["किताब-पन्ना", "เรือ-ทะเล", "море-лодка", "船-港", "قارب-ميناء", "café"]
        let conversation = Conversation(speaker: ScriptedSpeaker(topics: names), seed: 1)
        for (typed, name) in [
            ("क", 0), ("किता", 0), ("เร", 1), ("МО", 2), ("船", 3), ("قا", 4), ("caf", 5),
            ("cafe\u{301}", 5),
        ] {
            let line = "/topic \(typed)"
            let found = conversation.suggestions(
                for: line, cursor: line.unicodeScalars.count, files: { _ in [] })
            #expect(found.candidates == [names[name]], "\(typed)")
            #expect(found.wordLength == typed.unicodeScalars.count)
            #expect("\(try! conversation.speaker.topic(typed).mixture)" == names[name])
        }
    }

    @Test func settingsAndTheirValues() {
        #expect(suggest("/set t").candidates == ["temperature", "top-p"])
        #expect(suggest("/set g").candidates == ["guidance"])
        #expect(suggest("/set guidance 1").candidates == ["1", "1.5"])
        #expect(suggest("/set top-p 0.9").candidates == ["0.9", "0.95"])
        #expect(suggest("/keep ").candidates.contains("temperature"))
        #expect(suggest("/keep temperature n").candidates == ["none"])
        #expect(!suggest("/keep ").candidates.contains("code"))
        #expect(suggest("/reset c").candidates == ["candidates", "choice", "code"])
        #expect(suggest("/set choice ").candidates == ["best", "odds", "fitting"])
        #expect(suggest("/set nonsense ").candidates.isEmpty)
        #expect(suggest("/set top-p 0.9 ").candidates.isEmpty)
        #expect(suggest("/context s").candidates == ["show", "set"])
        #expect(suggest("/context set s").candidates.isEmpty)
    }

    @Test func checkpoints() {
        #expect(
            suggest("/model runs/")
                == Suggestions(wordLength: 5, candidates: ["runs/empty/", "runs/sea"]))
        #expect(suggest("/model runs/se").suffix == " ")
        #expect(
            suggest("/model runs/e")
                == Suggestions(wordLength: 6, candidates: ["runs/empty/"], suffix: ""))
        #expect(suggest("/model runs/n").candidates.isEmpty)
    }

    @Test func files() {
        #expect(suggest("/load ta").candidates == ["tales/", "talk.json"])
        #expect(
            suggest("/load tal")
                == Suggestions(wordLength: 3, candidates: ["tales/", "talk.json"]))
        #expect(
            suggest("/save tale") == Suggestions(wordLength: 4, candidates: ["tales/"], suffix: ""))
        #expect(
            suggest("/load tales/two w")
                == Suggestions(wordLength: 11, candidates: ["tales/two words.json"]))
        #expect(suggest("/export grü").candidates == ["grüße.json"])
        #expect(suggest("/load .").candidates == [".hidden"])
        #expect(suggest("/load ").candidates == ["grüße.json", "tales/", "talk.json"])
        #expect(suggest("/load grü").wordLength == 3)
    }

    @Test(arguments: ["", "hello", "he /to", "//to", "/nonsense a", "/quit x"])
    func nothingElse(line: String) {
        #expect(suggest(line).candidates.isEmpty)
    }
}
