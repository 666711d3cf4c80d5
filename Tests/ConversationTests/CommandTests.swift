import Conversation
import Models
import Testing
import Texts

@Suite struct CommandTests {
    /// What each line comes to, in one conversation.
    func talk(_ lines: [String], with speaker: ScriptedSpeaker) -> (Conversation, [String]) {
        var conversation = Conversation(speaker: speaker, seed: 1)
        let told = lines.map { conversation.handle($0, emit: all).told }
        return (conversation, told)
    }

    @Test func everyCommandIsExplained() throws {
        let (_, told) = talk(["/help", "/HELP /topic", "/? set"], with: ScriptedSpeaker())
        for command in Command.all {
            #expect(told[0].contains("  \(command.usage)  "))
            #expect(command.examples.contains { $0.line.hasPrefix("/\(command.name)") })
            #expect(command.examples.allSatisfy { !$0.meaning.isEmpty })
            let told = talk(["/help \(command.name)"], with: ScriptedSpeaker()).1[0]
            for example in command.examples { #expect(told.contains("  \(example.line)  ")) }
            #expect(!command.summary.isEmpty && !command.details.isEmpty)
        }
        #expect(told[0].split(separator: "\n").allSatisfy { $0.count <= 80 })
        #expect(told[1].contains("  /topic harbour:2 kitchen:1  two parts"))
        #expect(told[2].contains("top-p") && told[2].contains("a number from 0 to 5"))
        let names = Command.all.flatMap { [$0.name] + $0.aliases }
        #expect(Set(names).count == names.count)
    }

    @Test func topics() {
        let (conversation, told) = talk(
            ["/topic", "/topic gar:1 har:3", "/topics", "/topic moon", "/topic none", "/topic"],
            with: ScriptedSpeaker())
        #expect(told[0] == "text: topic: none")
        #expect(told[1] == "text: topic: harbour 0.75, garden 0.25")
        #expect(told[2] == "text: * harbour  0.75\n* garden   0.25\n  kitchen")
        #expect(
            told[3].hasPrefix("error: no topic \"moon\"; the topics are harbour, garden, kitchen"))
        #expect(told[3].contains("newer model"))
        #expect(told[5] == "text: topic: none" && !conversation.topic.isChosen)
        let (_, none) = talk(["/topics"], with: ScriptedSpeaker(topics: []))
        #expect(none == ["text: this model has no topics"])
    }

    @Test func theTopicReachesTheModel() {
        let speaker = ScriptedSpeaker()
        _ = talk(["/topic kitchen", "hello"], with: speaker)
        #expect(speaker.questions.map(\.topic) == ["kitchen"])
    }

    @Test func context() {
        let (conversation, told) = talk(
            [
                "/context", "/context set  The ferry was late. ", "Why?", "/context show",
                "/context clear", "/context", "/context frobnicate", "again", "/clear",
            ], with: ScriptedSpeaker(["Fog.", "Yes."]))
        #expect(told[0] == "text: the context is empty")
        #expect(told[1] == "text: context: 19 characters")
        #expect(told[3] == "text: The ferry was late.\nWhy?\nFog.\n")
        #expect(told[5] == "text: the context is empty")
        #expect(told[6] == "error: that is used as /context [show|set TEXT|clear]")
        #expect(told[7] == "reply: Yes." && conversation.turns.isEmpty)
    }

    @Test func settings() {
        let (conversation, told) = talk(
            [
                "/set temperature 0.6", "/set TOP_P 0.9", "/set length 120", "/set units 2",
                "/set candidates 64", "/set seed 18446744073709551615", "/set temperature",
                "/set temperature 6", "/set top-p 0", "/set length ten", "/set temprature 1",
                "/set", "/show", "/set temperature nan", "/set seed none", "/set guidance 3",
                "/set guidance -1", "/set guidance nan", "/set guidance 20.5", "/show",
            ], with: ScriptedSpeaker())
        #expect(
            conversation.settings
                == ReplySettings(
                    temperature: 0.6, topP: 0.9, guidance: 3, length: 120, units: 2, candidates: 64)
        )
        #expect(told[0] == "text: temperature: 0.6")
        #expect(told[5] == "text: seed: 18446744073709551615")
        #expect(told[6].hasPrefix("text: temperature is 0.6: how bold"))
        #expect(told[7] == "error: temperature is a number from 0 to 5, not \"6\"")
        #expect(told[8] == "error: top-p is a number above 0, up to 1, not \"0\"")
        #expect(told[9] == "error: length is a whole number from 1 to 100000, not \"ten\"")
        #expect(told[10] == "error: no setting \"temprature\"; did you mean temperature?")
        #expect(told[11].contains("  temperature  0.6     how bold"))
        #expect(told[12].contains("  candidates   64\n") && told[12].contains("seed 1\n"))
        #expect(told[13].hasPrefix("error: temperature is"))
        #expect(told[15] == "text: guidance: 3.0")
        for (answer, value) in zip(told[16...18], ["-1", "nan", "20.5"]) {
            #expect(answer == "error: guidance is a number from 0 to 20, not \"\(value)\"")
        }
        #expect(told[19].contains("  guidance     3.0\n"))
    }

    @Test func helpExplainsSettingsToo() {
        let (_, told) = talk(
            ["/help temperature", "/help top_p", "/help temprature", "/set x y z"],
            with: ScriptedSpeaker())
        #expect(told[0].contains("calmer") && told[0].contains("  /set temperature 0.5"))
        #expect(told[1].hasPrefix("text: top-p: "))
        #expect(told[2].hasPrefix("error: no command /temprature"))
        #expect(told[3] == "error: that is used as /set [NAME [VALUE]]")
    }

    @Test func explainsTheLastReply() {
        let (_, told) = talk(
            ["/why", "One", "Two", "/why"], with: ScriptedSpeaker(["First.", "Second."]))
        #expect(told[0] == "error: there is no reply to explain; say something first")
        #expect(told[3] == "explanation: Second. after 3 units")
    }

    @Test func repliesAnew() {
        let (conversation, told) = talk(
            ["/retry", "/undo", "/judge", "A", "/retry", "/continue", "/undo", "/undo", "/undo"],
            with: ScriptedSpeaker(["One.", "Two.", "Three."]))
        #expect(told[0] == "error: there is no reply to write anew; say something first")
        #expect(told[1] == "error: there is nothing to take back")
        #expect(told[2] == "error: there is no reply to judge; say something first")
        #expect(told[3...5] == ["reply: One.", "reply: Two.", "reply: Three."])
        #expect(told[6] == "text: taken back: Three." && told[7] == "text: taken back: A")
        #expect(told[8] == "error: there is nothing to take back" && conversation.turns.isEmpty)
    }

    @Test func judgesTheLastReplyInItsContext() {
        let speaker = ScriptedSpeaker(["aab c"])
        let (conversation, told) = talk(
            ["/topic garden", "Say", "/topic none", "/judge"], with: speaker)
        #expect(told[3] == "judgement: looks real +0.00 (50 %), topic fits +1.50 (82 %)")
        #expect(speaker.questions.last?.context == "Say\n")
        #expect(speaker.questions.last?.topic == "garden")
        let judgement = try? conversation.judgeLastReply()
        #expect(
            judgement?.stretches == [
                .init(text: "aa", verdict: .real), .init(text: "b", verdict: .sampled),
                .init(text: " c", verdict: .undecided),
            ])
        #expect(Verdict(logit: .nan) == .undecided && Verdict(logit: -1) == .doubtful)
        #expect(Verdict(logit: 1) == .plausible && Verdict.sampled < .real)
    }

    @Test func unknownCommandsNeverReachTheModel() {
        let speaker = ScriptedSpeaker()
        let (conversation, told) = talk(["/tpoic harbour", "/xyzzy", "/", "/ help"], with: speaker)
        #expect(told[0].hasPrefix("error: no command /tpoic; did you mean /topic?"))
        #expect(told[1].hasPrefix("error: no command /xyzzy; /help lists them"))
        #expect(told[2].hasPrefix("error: no command /;") && told[3].hasPrefix("error:"))
        #expect(speaker.questions.isEmpty && conversation.turns.isEmpty)
    }

    @Test(arguments: [
        ("/hlep", "help"), ("/contnue", "continue"), ("/sav", "save"), ("/quti", "quit"),
        ("/retyr", "retry"), ("/jugde", "judge"), ("/topcis", "topics"),
    ])
    func aTypoSuggestsTheNearest(typed: String, meant: String) {
        let (_, told) = talk([typed], with: ScriptedSpeaker())
        #expect(told[0].contains("did you mean /\(meant)?"))
    }

    @Test func aDoubledSlashIsSaid() {
        let speaker = ScriptedSpeaker()
        _ = talk(["//help me", "1/2", "  ", ""], with: speaker)
        #expect(speaker.questions.first?.context == "/help me\n")
        #expect(speaker.questions.count == 2)
    }

    @Test func leaves() {
        let (_, told) = talk(["/quit", "/exit", "/bye", "", " \t "], with: ScriptedSpeaker())
        #expect(told == ["quit", "quit", "quit", "nothing", "nothing"])
    }
}
