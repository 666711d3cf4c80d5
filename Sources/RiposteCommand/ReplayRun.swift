import ArgumentParser
import LineEditing
import Riposte

/// `riposte chat --replay`: writes a saved conversation again.
///
/// On a terminal it looks as it did when it was had. Elsewhere standard output has the replies, one a
/// line, or one object a turn, as a chat from a pipe.
struct ReplayRun {
    let replay: Replay
    let isJSON: Bool
    private let output = Output.standard

    init(_ file: String, speaker: some Speaker, isJSON: Bool) throws {
        replay = try Replay(file, speaker: speaker)
        self.isJSON = isJSON
    }

    /// Replays to the end, or until Ctrl-C.
    ///
    /// - Throws: ``ConversationError`` where a reply differs; `ExitCode` 130 after Ctrl-C.
    func run() throws {
        let isShown = output.isTerminal && !isJSON
        var began = ContinuousClock.now
        var isOpen = false
        defer { if isOpen { output.write("\n") } }
        try InterruptFlag.watching { flag in
            try replay.run { event in
                switch event {
                case .said(let turn, let topic):
                    if isShown { output.write("\(Prompt.text(topic))\(turn.text)\n") }
                case .begins: began = .now
                case .piece(let piece):
                    if isShown && !piece.isEmpty {
                        output.write(piece)
                        isOpen = true
                    }
                case .reply(let reply):
                    isOpen = false
                    finish(reply, isShown: isShown, seconds: began.duration(to: .now) / .seconds(1))
                }
                return !flag.isRaised && output.problem == nil
            }
            if flag.isRaised { throw ExitCode.interrupted }
        }
        try output.check()
    }

    private func finish(_ reply: Reply, isShown: Bool, seconds: Double) {
        if isShown {
            output.write("\n")
        } else if isJSON {
            let object = ReplyObject(reply, seconds: seconds)
            if let line = try? JSON.line(object) { output.write(line + "\n") }
        } else {
            output.write(reply.text.onOneLine + "\n")
        }
    }
}

extension String {
    /// The text with its line breaks made blanks: a reply as a pipe gets it.
    var onOneLine: String { split(whereSeparator: \.isNewline).joined(separator: " ") }
}
