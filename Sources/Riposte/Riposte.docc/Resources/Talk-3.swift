import Riposte

@main
enum Talk {
    static func main() async throws {
        let conversation = try LiveConversation(with: "checkpoints/almanac", seed: 7)
        try await conversation.setTopic("harbour")
        try await conversation.set("length", to: "60")

        for try await character in conversation.reply(to: "Is the ferry late today?") {
            print(character, terminator: "")
        }
        print()
    }
}
