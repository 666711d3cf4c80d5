import Foundation

/// Four topics of made-up sentences, small enough to be learned from in seconds.
public enum TinyCorpus {
    /// The topics, in the order in which the program lists them.
    public static let topics = ["garden", "harbour", "kitchen", "night-sky"]

    private static let things = [
        "garden": ["rose", "spade", "hedge", "bee", "pear"],
        "harbour": ["ferry", "net", "gull", "rope", "pier"],
        "kitchen": ["kettle", "bread", "pan", "stove", "spoon"],
        "night-sky": ["moon", "comet", "star", "planet", "dark"],
    ]
    private static let frames = [
        "Is the A near the B?", "No, the B is behind the A.", "The A was late again.",
        "We saw a B and one A today.", "Who has left the A here?", "It is only a B.",
    ]

    /// Writes a file a topic into `folder`.
    ///
    /// - Parameter characters: about how many in each file.
    public static func write(to folder: URL, characters: Int = 4000) throws {
        for topic in topics {
            let words = things[topic] ?? []
            var (text, number) = ("", 0)
            while text.count < characters {
                let frame = frames[number % frames.count]
                let (first, second) = (words[number % 5], words[(number / 3 + 1) % 5])
                text += frame.replacingOccurrences(of: "A", with: first)
                    .replacingOccurrences(of: "B", with: second)
                number += 1
                text += number % 8 == 0 ? "\n\n" : "\n"
            }
            try text.write(
                to: folder.appendingPathComponent("\(topic).txt"), atomically: true, encoding: .utf8
            )
        }
    }
}
