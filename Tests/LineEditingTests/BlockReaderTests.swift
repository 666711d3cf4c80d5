import LineEditing
import Testing

@Suite struct BlockReaderTests {
    /// Gives the events of a list, and remembers the prompts.
    final class Script: LineReader {
        var events: [LineEvent]
        var prompts: [String] = []
        init(_ events: [LineEvent]) { self.events = events }
        func readLine(prompt: String) -> LineEvent {
            prompts.append(prompt)
            return events.isEmpty ? .endOfInput : events.removeFirst()
        }
    }

    func read(_ lines: [LineEvent]) throws -> LineEvent {
        try BlockReader(Script(lines)).readLine(prompt: "> ")
    }

    @Test func joinsABlock() throws {
        #expect(try read([.line("one"), .line("two")]) == .line("one"))
        #expect(try read([.line("\"\"\"one"), .line("two\"\"\"")]) == .block("one\ntwo"))
        #expect(
            try read([.line("\"\"\""), .line("one"), .line(""), .line("two"), .line("\"\"\"")])
                == .block("one\n\ntwo\n"))
        #expect(try read([.line("\"\"\"/quit\"\"\"")]) == .block("/quit"))
    }

    @Test func aPastedBlockIsOne() throws {
        #expect(try read([.block("/quit\ntwo")]) == .block("/quit\ntwo"))
        #expect(try read([.block("\"\"\"\none\n\ntwo\n\"\"\"")]) == .block("one\n\ntwo\n"))
        #expect(
            try read([.line("\"\"\"one"), .block("two\nthree"), .line("four\"\"\"")])
                == .block("one\ntwo\nthree\nfour"))
        #expect(
            try read([.block("\"\"\"one\ntwo"), .line("three\"\"\"")]) == .block("one\ntwo\nthree"))
        #expect(try read([.block("\"\"\"one\"\"\"\ntwo")]) == .block("one\ntwo"))
    }

    @Test func aBlockMayEndEarly() throws {
        #expect(try read([.line("\"\"\"one"), .interrupted]) == .interrupted)
        #expect(try read([.line("\"\"\"one"), .line("two")]) == .block("one\ntwo"))
        #expect(try read([]) == .endOfInput)
    }

    @Test func theBlockHasAPromptOfItsOwn() throws {
        let script = Script([.line("\"\"\""), .line("\"\"\"")])
        _ = try BlockReader(script).readLine(prompt: "harbour> ")
        #expect(script.prompts == ["harbour> ", "... "])
    }
}
