import Riposte

@main
enum Talk {
    static func main() async throws {
        let conversation = try LiveConversation(with: "checkpoints/almanac", seed: 7)

        for try await character in conversation.reply(to: "Is the ferry late today?") {
            print(character, terminator: "")
        }
        print()
    }
}
