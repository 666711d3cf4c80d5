extension Conversation {
    /// Whether `input` is answered with a result: a reply, drafts, an opinion. What it changes or shows
    /// beside that is none.
    public static func asksForResult(_ input: String) -> Bool {
        switch Input(input) {
        case .nothing: false
        case .say: true
        case .command(let name, let arguments):
            (try? Command.named(name))?.hasResult(arguments) ?? false
        }
    }

    /// Does what a typed line asks: says it, or runs the command that it is.
    ///
    /// A line that begins with `/` and is no command is never sent to the model.
    ///
    /// - Parameter emit: hears the reply while it is being written, and answers `false` to stop it.
    public mutating func handle(_ input: String, emit: (String) -> Bool) -> Outcome {
        do {
            switch Input(input) {
            case .nothing: return .nothing
            case .say(let line): return .reply(try say(line, emit: emit))
            case .command(let name, let arguments):
                return try Command.named(name).action(&self, arguments, emit)
            }
        } catch {
            return .error("\(error)")
        }
    }

    /// Says `text` as it is, also where it begins with `/`: a block that was pasted or quoted.
    public mutating func handle(text: String, emit: (String) -> Bool) -> Outcome {
        guard text.contains(where: { !$0.isWhitespace }) else { return .nothing }
        do {
            return .reply(try say(text, emit: emit))
        } catch {
            return .error("\(error)")
        }
    }
}
