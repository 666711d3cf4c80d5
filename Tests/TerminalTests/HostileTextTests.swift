import BuiltProgram
import Foundation
import Testing

/// Texts, file names and arguments full of what terminals obey: nothing of it gets through, anywhere.
@Suite(.serialized)
struct HostileTextTests {
    let model: Result<HostileModel, any Error>
    let chat = ChatProgram()

    init() { model = Result { try HostileModel.shared() } }

    /// Runs the program's arguments in a terminal to their end.
    func run(_ arguments: [String], columns: Int = 80) throws -> PseudoTerminal {
        let terminal = try PseudoTerminal(
            #require(Program.executable), arguments, columns: columns)
        #expect(terminal.exitCode(within: 60) != nil, "\(arguments[0]) did not end")
        return terminal
    }

    /// Demands that `terminal` got no control sequence but the program's own.
    func expectPeace(_ terminal: PseudoTerminal, _ what: String) {
        #expect(terminal.screen.unknown.isEmpty, "\(what)")
        #expect(terminal.screen.styles.isSubset(of: HostileModel.ownStyles), "\(what)")
        #expect(terminal.isOrdinary, "\(what)")
    }

    /// Whether the pictures of control characters are seen: the hostile text came that far.
    func showsPictures(_ terminal: PseudoTerminal) -> Bool {
        let text = String(decoding: terminal.bytes, as: UTF8.self)
        return text.contains("␛") || text.contains("\u{FFFD}")
    }

    @Test func training() throws {
        let model = try model.get()
        expectPeace(model.training, "train")
        #expect(showsPictures(model.training))
        #expect(model.training.exitCode() == 0)
        // And in a narrow window, where everything is cut.
        let run = try Program.folder("narrow").appendingPathComponent("run\u{1B}[5m")
        let narrow = try self.run(model.trainingArguments(output: run, steps: 4), columns: 25)
        expectPeace(narrow, "train in 25 columns")
        #expect(narrow.exitCode() == 0)
    }

    @Test(arguments: [
        ["topics"], ["topics", "--words"], ["inspect"],
        ["sample", "--count", "3", "--temperature", "5", "--length", "200"],
        ["sample", "--count", "2", "--temperature", "5", "--topic", HostileModel.topic],
        ["sample", "--json", "--temperature", "5"],
        ["sample", "--topic", "no\u{1B}[5msuch \u{9B}2J topic"],
        ["sample", "--context", "a\u{1B}]0;t\u{07}\u{202E}b"],
    ])
    func commandsOnAModel(arguments: [String]) throws {
        let terminal = try run([arguments[0], try model.get().run.path] + arguments.dropFirst())
        expectPeace(terminal, arguments.joined(separator: " "))
        #expect(!terminal.screen.text.isEmpty)
    }

    @Test func evaluate() throws {
        let model = try model.get()
        let terminal = try run(
            [
                "evaluate", model.run.path, model.corpus.path, "--samples", "8", "--temperatures",
                "1",
            ])
        expectPeace(terminal, "evaluate")
        #expect(terminal.exitCode() == 0)
    }

    @Test func judge() throws {
        let model = try model.get()
        let file = try Program.folder("judged").appendingPathComponent("text")
        try HostileModel.line.write(to: file, atomically: true, encoding: .utf8)
        let program = try #require(Program.executable).path
        let terminal = try PseudoTerminal(
            URL(fileURLWithPath: "/bin/sh"),
            ["-c", "'\(program)' judge \"$1\" < '\(file.path)'", "sh", model.run.path])
        #expect(terminal.exitCode(within: 30) == 0)
        expectPeace(terminal, "judge")
        #expect(showsPictures(terminal))
    }

    @Test(arguments: [
        ["chat", "no\u{1B}[5m\u{9B}2Jsuch\nmodel"],
        ["train", "no\u{1B}]0;t\u{07}text", "--output", "x"],
        ["inspect", "\u{202E}\u{1B}[2J"], ["ch\u{1B}[5mat"], ["chat", "--\u{1B}[5mseed"],
        ["sample", "--temperature", "\u{1B}[5m"],
    ])
    func messagesOfErrors(arguments: [String]) throws {
        let terminal = try run(arguments)
        expectPeace(terminal, arguments.joined(separator: " "))
        #expect(terminal.exitCode() != 0 && showsPictures(terminal))
    }

    @Test func aFileWithNULIsRefusedInPeace() throws {
        let folder = try Program.folder("binary")
        let file = folder.appendingPathComponent("nul\u{1B}[5m.txt")
        try Data("a\u{0}\u{1B}[5mb".utf8).write(to: file)
        let output = folder.appendingPathComponent("run").path
        let terminal = try run(["train", file.path, "--output", output])
        #expect(terminal.exitCode() == 1 && terminal.screen.text.contains("binary"))
        expectPeace(terminal, "NUL")
    }

    @Test func conversation() throws {
        let model = try model.get()
        for name in ["talk\u{1B}[5m.json", "talk\u{202E}.json", "talk fine.json"] {
            try Data("{}".utf8).write(to: chat.home.appendingPathComponent(name))
        }
        let terminal = try chat.start(
            #require(Program.executable),
            [
                "chat", model.run.path, "--seed", "1", "--temperature", "5", "--topic",
                HostileModel.topic,
            ])
        // The banner names the topics, and the prompt the one that was chosen.
        try #require(terminal.wait { $0.bracketsPastes && $0.rowWithCursor.hasPrefix("evil␛") })
        #expect(terminal.screen.text.contains("topics: evil␛"))
        func say(_ line: String) throws {
            let before = terminal.screen.editings
            terminal.type(line)
            terminal.press(.enter)
            try #require(terminal.wait { $0.editings > before }, "\(line)")
        }
        // ^V makes the next key a character of the line.
        try say("a\u{16}\u{1B}]0;title\u{16}\u{07}\u{202E}b\u{9B}5m")
        for line in [
            "/topics", "/context", "/judge", "/why", "/retry", "/candidates 3", "/continue",
            "/show",
            "/model", "/help", "/export ~/story.md", "/undo",
            "/nope\u{16}\u{1B}[5m", "/topic \u{16}\u{1B}[5m", "/set temperature \u{16}\u{1B}[5m",
            "/load ~/nothing\u{202E}\u{16}\u{1B}[5m", "/save ~/no/folder\u{202E}\u{16}\u{1B}[5m",
        ] {
            try say(line)
        }
        terminal.paste("x\u{1B}[5m\u{9B}2J\u{202E}\ny\u{0}\u{7}")
        try say("")
        // Names that would disturb are not offered.
        terminal.type("/load ~/talk\t")
        #expect(terminal.wait { $0.rowWithCursor.hasSuffix("> /load ~/talk fine.json") })
        terminal.press(.controlU)
        terminal.type("/topic \t")
        #expect(terminal.waitFor("none"))
        terminal.press(.controlU)
        terminal.press(.up)
        terminal.press(.controlC)
        #expect(terminal.waitFor("^C"))
        terminal.type("/quit\r")
        #expect(terminal.exitCode() == 0)
        expectPeace(terminal, "chat")
        #expect(showsPictures(terminal))
    }
}

/// A model of texts that are full of what terminals obey, in files with such names.
struct HostileModel: @unchecked Sendable {
    /// The renditions that the program itself asks for.
    static let ownStyles: Set<String> = ["0", "1", "2", "31", "32", "33", "36", "1;32", "1;36"]
    /// The name of a topic.
    static let topic = "evil\u{1B}]0;title\u{07}\u{9B}5m\u{202E}"
    /// Some of everything: escape sequences, C1 and directional controls, invisible characters.
    static let line =
        "Is \u{1B}[5mthe\u{1B}]0;title\u{07} ferry\u{9B}2J \u{202E}late\u{2066}? No, it "
        + "is\u{1B}P1;1|q\u{1B}\\ \u{200B}not\u{FEFF}\u{8}\u{8}.\u{1B}c\u{90}x\u{9C} "
        + "e\(String(repeating: "\u{301}", count: 40)) \u{2028}\u{E0041}end."

    let corpus: URL
    let configuration: URL
    let run: URL
    let training: PseudoTerminal

    static func shared() throws -> HostileModel { try made.get() }

    private static let made = Result { try HostileModel() }

    private init() throws {
        let folder = try Program.folder("hostile")
        corpus = folder.appendingPathComponent("texts\u{1B}[5m\u{202E}")
        run = folder.appendingPathComponent("run\u{1B}[5m\u{9B}2J")
        configuration = try TinyModel.shared().configuration
        try FileManager.default.createDirectory(at: corpus, withIntermediateDirectories: true)
        let document = Array(repeating: HostileModel.line, count: 6).joined(separator: "\n")
        let text = Array(repeating: document, count: 12).joined(separator: "\n\n")
        let long = String(repeating: "\u{1B}[31mlong\u{202E}", count: 20_000)
        for (name, text) in [
            (HostileModel.topic, text), ("two\nlines", text + "\n\n" + long), ("plain", text),
        ] {
            try text.write(
                to: corpus.appendingPathComponent("\(name).txt"), atomically: true, encoding: .utf8)
        }
        training = try PseudoTerminal(
            #require(Program.executable),
            HostileModel.arguments(corpus, configuration, output: run, steps: 8))
        _ = training.exitCode(within: 60)
    }

    func trainingArguments(output: URL, steps: Int) -> [String] {
        HostileModel.arguments(corpus, configuration, output: output, steps: steps)
    }

    private static func arguments(
        _ corpus: URL, _ configuration: URL, output: URL, steps: Int
    ) -> [String] {
        [
            "train", corpus.path, "--output", output.path, "--steps", "\(steps)",
            "--adversarial-steps", "4", "--hidden", "32", "--batch", "16", "--config",
            configuration.path,
        ]
    }
}
