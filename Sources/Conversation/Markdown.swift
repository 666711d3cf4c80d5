import Foundation

/// A conversation as Markdown, for people to read elsewhere.
struct Markdown {
    /// The first line of every file that was exported, by which it is known again.
    static let mark = "<!-- exported by riposte -->"

    /// The whole document.
    let text: String

    /// What was said in `conversation`, under the topics at that time.
    init(of conversation: Conversation) {
        var parts = [Markdown.mark, "# A conversation"]
        var facts = ["seed \(conversation.settings.seed ?? conversation.seed)"]
        if let identity = conversation.speaker.identity { facts.insert("\(identity)", at: 0) }
        for setting in Setting.all where setting.name != "seed" {
            facts.append("\(setting.name) \(setting.value(in: conversation.settings))")
        }
        parts.append("*" + Markdown.escaped(facts.joined(separator: ", ")) + "*")
        var topic = "none"
        for turn in conversation.turns where !turn.text.isEmpty {
            if let origin = turn.origin, "\(origin.topic)" != topic {
                topic = "\(origin.topic)"
                parts.append("*Topic: \(Markdown.escaped(topic))*")
            }
            let name =
                switch turn.voice {
                case .given: "Before"
                case .person: "You"
                case .model: "Riposte"
                }
            // A hard line break keeps verse and dialogue in their lines.
            let lines = turn.text.split(whereSeparator: \.isNewline)
                .map { Markdown.escaped(String($0)) }
            parts.append("**\(name):** " + lines.joined(separator: "\\\n"))
        }
        text = parts.joined(separator: "\n\n") + "\n"
    }

    /// A line of text with everything escaped that Markdown would take for markup; control characters
    /// become U+FFFD.
    static func escaped(_ line: String) -> String {
        let digits = line.prefix { $0.isASCII && $0.isNumber }
        let next = line.dropFirst(digits.count).first
        let number = !digits.isEmpty && (next == "." || next == ")")
        var escaped = ""
        for (index, scalar) in line.unicodeScalars.enumerated() {
            let isMarkup: Bool =
                switch scalar {
                case "\\", "`", "*", "_", "[", "]", "<", ">", "&", "~", "$": true
                case "#", "+", "-", "=": index == 0
                case ".", ")": number && index == digits.count
                default: false
                }
            if isMarkup { escaped += "\\" }
            let isControl = scalar.properties.generalCategory == .control && scalar != "\t"
            escaped.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
        }
        return escaped
    }

    /// Writes the document to `file` in one step; a file that was not exported stays as it is.
    ///
    /// - Throws: ``ConversationError/file(_:reason:)``.
    func write(to file: String) throws {
        let url = UserFile.url(file)
        if FileManager.default.fileExists(atPath: url.path) {
            let beginning = try? UserFile.data(in: file, atMost: Transcript.mostBytes)
                .prefix(Markdown.mark.utf8.count)
            guard let beginning, beginning.elementsEqual(Markdown.mark.utf8) else {
                throw ConversationError.file(
                    file, reason: "is there already and was not exported; choose another name")
            }
        }
        try UserFile.replace(file, with: Data(text.utf8))
    }
}
