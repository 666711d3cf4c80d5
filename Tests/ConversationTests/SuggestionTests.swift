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
            default: []
            }
        }
    }

    @Test func commands() {
        #expect(suggest("/to") == Suggestions(wordLength: 3, candidates: ["/topic", "/topics"]))
        #expect(suggest("/topics", at: 2).candidates == ["/topic", "/topics"])
        #expect(suggest("/help to").candidates == ["topic", "topics"])
        #expect(suggest("/").candidates.count == Command.all.count)
    }

    @Test func topics() {
        let both = Suggestions(wordLength: 2, candidates: ["harbour", "Haus"])
        #expect(suggest("/topic ha") == both && suggest("/topic Ha") == both)
        #expect(suggest("/topic harbour:2 k").candidates == ["kitchen"])
        #expect(suggest("/topic ").candidates == ["harbour", "Haus", "kitchen", "none"])
    }

    @Test func settingsAndTheirValues() {
        #expect(suggest("/set t").candidates == ["temperature", "top-p"])
        #expect(suggest("/set g").candidates == ["guidance"])
        #expect(suggest("/set guidance 1").candidates == ["1", "1.5"])
        #expect(suggest("/set top-p 0.9").candidates == ["0.9", "0.95"])
        #expect(suggest("/set nonsense ").candidates.isEmpty)
        #expect(suggest("/set top-p 0.9 ").candidates.isEmpty)
        #expect(suggest("/context s").candidates == ["show", "set"])
        #expect(suggest("/context set s").candidates.isEmpty)
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
        #expect(suggest("/load .").candidates == [".hidden"])
        #expect(suggest("/load ").candidates == ["grüße.json", "tales/", "talk.json"])
        #expect(suggest("/load grü").wordLength == 3)
    }

    @Test(arguments: ["", "hello", "he /to", "//to", "/nonsense a", "/quit x"])
    func nothingElse(line: String) {
        #expect(suggest(line).candidates.isEmpty)
    }
}
