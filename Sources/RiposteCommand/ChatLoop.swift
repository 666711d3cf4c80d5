import Foundation
import LineEditing
import Riposte

/// Joins a reader, a conversation and the two outputs until someone leaves.
///
/// On a terminal the reply streams, Ctrl-C stops it and keeps what was written, and what a command
/// has to say is shown. From a pipe each line gets its reply as one line on standard output, and
/// everything else goes to standard error. As JSON, standard output has one object a turn.
final class ChatLoop {
    private var conversation: Conversation
    private let reader: any LineReader
    private let isInteractive: Bool
    private let isJSON: Bool
    private let output = Output.standard
    private let errors = Output.error
    private var hasFailed = false
    private var began = ContinuousClock.now

    /// A loop over standard input, whatever it is.
    init(_ conversation: Conversation, isJSON: Bool) throws {
        self.conversation = conversation
        self.isJSON = isJSON
        isInteractive = Terminal.isTerminal(STDIN_FILENO)
        guard isInteractive else {
            reader = PipeLineReader(descriptor: STDIN_FILENO)
            return
        }
        let editor = try ChatLoop.editor(telling: errors)
        reader = BlockReader(editor)
        editor.completer = { [unowned self] line, cursor in
            let found = self.conversation.suggestions(
                for: line, cursor: cursor, files: FolderListing.names)
            return Completion(
                wordLength: found.wordLength, candidates: found.candidates, suffix: found.suffix)
        }
    }

    private static func editor(telling errors: Output) throws -> TerminalLineReader {
        let history: LineHistory
        do {
            history = try LineHistory(file: LineHistory.standardFile())
        } catch {
            errors.write("\(error)\n")
            history = try LineHistory(file: nil)
        }
        let style = Terminal.allowsColour(STDOUT_FILENO) ? "1;36" : ""
        let editor = try TerminalLineReader(history: history, promptStyle: style)
        editor.historyProblem = { problem in errors.write("\(problem)\n") }
        return editor
    }

    /// Shows `banner` to a person; a script is only told the settings that it did not give itself.
    func greet(_ banner: String, kept: [String]) {
        if isInteractive {
            (isJSON ? errors : output).write(banner)
        } else if !kept.isEmpty {
            errors.write("kept settings: \(kept.joined(separator: ", "))\n")
        }
    }

    /// Talks until the input ends or someone leaves.
    ///
    /// - Returns: the exit code: 0, or 1 when a piped line could not be answered.
    func run() -> Int32 {
        while true {
            do {
                switch try reader.readLine(prompt: prompt) {
                case .line(let line):
                    guard take(line, isText: false) else { return exitCode }
                case .block(let text):
                    guard take(text, isText: true) else { return exitCode }
                case .interrupted:
                    errors.write("(Ctrl-D or /quit leaves; /help tells the commands)\n")
                case .endOfInput:
                    return exitCode
                }
                if let problem = output.problem {
                    report("cannot write the reply: \(problem.localizedDescription)")
                    return 1
                }
            } catch let error as LineReadingError {
                report("\(error)")
                guard case .lineTooLong = error else { return 1 }
                // It may have asked for a reply: whoever counts lines is told of every one.
                if isJSON { write(["error": "\(error)"]) }
            } catch {
                report("\(error)")
                return 1
            }
        }
    }

    private var exitCode: Int32 { hasFailed && !isInteractive ? 1 : 0 }
    /// Where what is not a reply goes.
    private var aside: Output { isInteractive && !isJSON ? output : errors }

    private var prompt: String { Prompt.text(conversation.topic) }

    /// Answers a line, or a text that is no command whatever it looks like; `false` to leave.
    private func take(_ line: String, isText: Bool) -> Bool {
        began = .now
        switch isInteractive ? stream(line, isText) : answer(line, isText, emit: { _ in true }) {
        case .nothing: break
        case .text(let text): aside.write(text + "\n")
        case .reply(let reply): finish(reply)
        case .offer(let offer):
            if isJSON {
                write(OfferObject(offer, seconds: seconds))
            } else {
                aside.write(OfferView.text(offer))
            }
        case .judgement(let judgement):
            if isJSON {
                write(JudgementObject(judgement))
            } else {
                aside.write(JudgementView.text(judgement, on: aside))
            }
        case .explanation(let explanation):
            if isJSON {
                write(ExplanationObject(explanation))
            } else {
                aside.write(ExplanationView.text(explanation, on: aside))
            }
        case .error(let words):
            report(words)
            // Whoever waits for a result is told that there is none.
            if isJSON && (isText || Conversation.asksForResult(line)) { write(["error": words]) }
        case .quit: return false
        }
        return true
    }

    /// How long the line that is being answered has taken so far.
    private var seconds: Double { began.duration(to: .now) / .seconds(1) }

    /// Writes an object of its own line.
    private func write(_ object: some Encodable) {
        do {
            output.write(try JSON.line(object) + "\n")
        } catch {
            report("\(error)")
        }
    }

    private func finish(_ reply: Reply) {
        if isJSON {
            write(ReplyObject(reply, seconds: seconds))
        } else if !isInteractive {
            output.write(reply.text.onOneLine + "\n")
        }
    }

    private func answer(_ line: String, _ isText: Bool, emit: (String) -> Bool) -> Outcome {
        isText
            ? conversation.handle(text: line, emit: emit) : conversation.handle(line, emit: emit)
    }

    /// Lets the reply appear while it is being written; Ctrl-C stops it.
    private func stream(_ line: String, _ isText: Bool) -> Outcome {
        InterruptFlag.watching { flag in
            var hasBegun = false
            let outcome = answer(line, isText) { piece in
                if !isJSON {
                    if !piece.isEmpty { hasBegun = true }
                    output.write(piece)
                }
                return !flag.isRaised
            }
            if hasBegun { output.write("\n") }
            return outcome
        }
    }

    private func report(_ words: String) {
        hasFailed = true
        errors.write(words + "\n")
    }
}
