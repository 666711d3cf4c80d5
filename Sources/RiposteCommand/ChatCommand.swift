import ArgumentParser
import Foundation
import Riposte

/// `riposte chat`
struct ChatCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat",
        abstract: "Talk with a model.",
        discussion: """
            What you say joins the context, and so does the reply. Ctrl-C stops a reply and keeps \
            what was written, Ctrl-D leaves, /help tells the commands. From a pipe it reads lines \
            and writes replies, one a line, and nothing else.

              riposte chat
              riposte chat my-model --topic "harbour:2 kitchen:1" --temperature 0.6
              echo "Is the ferry late?" | riposte chat --seed 1
              riposte chat --replay evening.json

            --replay draws every reply of a saved conversation again and ends with 1 where one does \
            not come out to the character.
            """)

    @Argument(
        help: .init(
            "A run's folder or one checkpoint's; the model that comes along when left out.",
            valueName: "checkpoint"),
        completion: .directory, transform: Values.path)
    var path: String?

    @OptionGroup var topic: TopicOption
    @OptionGroup var reply: ReplyOptions

    @Option(
        help: .init("The same seed and the same lines give the same replies.", valueName: "n"),
        transform: Values.seed)
    var seed: UInt64?

    @Flag(
        help: """
            One JSON object a turn (text, topic, seed, judgement, code, seconds), and one for each \
            /candidates, /code sweep, /judge and /why; {"error": …} where there was nothing to give.
            """)
    var json = false

    @Flag(help: "Leave out the settings that /keep keeps.")
    var ignoreKept = false

    @Option(
        help: .init(
            "Write the conversation that /save left in FILE again, and leave.", valueName: "file"),
        completion: .file())
    var replay: String?

    func validate() throws {
        if replay != nil && (topic.topic != nil || seed != nil || !reply.names.isEmpty) {
            throw ValidationError(
                "--replay takes topic, settings and seed from the file; leave the other options out"
            )
        }
    }

    func run() throws {
        let path = try path ?? ShippedModel.path()
        let model = try LoadedModel(path: path)
        let speaker = ModelSpeaker(model)
        if let replay {
            return try ReplayRun(replay, speaker: speaker, isJSON: json).run()
        }
        try reply.code?.check(categories: speaker.codeCount)
        let kept = keptSettings(speaker.defaultSettings)
        var conversation = Conversation(
            speaker: speaker, topic: try topic.mixture(for: speaker),
            settings: reply.applied(to: kept.settings), seed: seed ?? freshSeed())
        conversation.keptSettings = KeptSettings(file: KeptSettings.standardFile())
        conversation.loadSpeaker = { ModelSpeaker(try LoadedModel(path: $0)) }
        let loop = try ChatLoop(conversation, isJSON: json)
        loop.greet(Banner(model, at: path, kept: kept.shown).text, kept: kept.shown)
        let code = loop.run()
        if code != 0 { throw ExitCode(code) }
    }

    /// `settings` with what was kept, unless that is not wanted; and what was kept, in words. What is
    /// wrong with the file is told on standard error.
    private func keptSettings(_ settings: ReplySettings) -> (
        settings: ReplySettings, shown: [String]
    ) {
        if ignoreKept { return (settings, []) }
        let store = KeptSettings(file: KeptSettings.standardFile())
        do {
            var kept = try store.applied(to: settings)
            // An option goes before what was kept.
            if seed != nil { kept.settings.seed = settings.seed }
            let asked = reply.names + (seed == nil ? [] : ["seed"])
            kept.names.removeAll(where: asked.contains)
            for note in kept.notes { Output.error.write("\(note)\n") }
            let shown = try kept.names.map {
                "\($0) \(try Setting.named($0).value(in: kept.settings))"
            }
            return (kept.settings, shown)
        } catch {
            Output.error.write("\(error)\n")
            return (settings, [])
        }
    }
}
