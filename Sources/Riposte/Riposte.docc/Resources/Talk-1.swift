import Riposte

@main
enum Talk {
    static func main() async throws {
        let conversation = try LiveConversation(with: "checkpoints/almanac", seed: 7)
    }
}
