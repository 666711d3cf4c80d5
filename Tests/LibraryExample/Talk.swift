import Riposte

@main
enum Talk {
    static func main() async throws {
        // What comes along, or the model and the topic that are named: riposte-talk MODEL TOPIC
        let names = CommandLine.arguments.dropFirst()
        let conversation = try LiveConversation(with: names.first ?? "checkpoints/almanac", seed: 7)
        try await conversation.setTopic(names.dropFirst().first ?? "harbour")
        try await conversation.set("length", to: "60")

        for try await character in conversation.reply(to: "Is the ferry late today?") {
            print(character, terminator: "")
        }
        print()

        // Leaving the loop stops the reply; what was taken until then is what was said.
        var beginning = ""
        for try await character in conversation.reply(to: "Where shall we wait?") {
            beginning.append(character)
            if beginning.count == 5 { break }
        }
        print(beginning)

        // The rest of it, and everything that was said.
        for try await _ in conversation.proceed() {}
        for turn in await conversation.turns { print("\(turn.voice): \(turn.text)") }
    }
}
