import Foundation
import Riposte

/// What greets a person: which model it is, what it learned from, its topics, and one hint.
struct Banner {
    /// More topics than these are only counted.
    static let mostTopics = 10

    let text: String

    /// The banner of `model`, which was loaded from `path`.
    ///
    /// - Parameter kept: settings that were kept from another conversation, such as `temperature 0.5`.
    init(_ model: LoadedModel, at path: String, kept: [String]) {
        let parameters = Figures.short(Double(model.generator.parameters.elementCount))
        let texts = (try? RunSettings.read(in: RunFolder(runAt: path)))?.texts ?? []
        let names = texts.map { URL(fileURLWithPath: $0).lastPathComponent }
        let origin = names.isEmpty ? "" : ", learned from \(names.joined(separator: ", "))"
        var lines = ["riposte \(RiposteTool.version), \(path): \(parameters) parameters\(origin)"]
        var hint = "/help tells the commands"
        if let first = model.topics.first {
            let shown = model.topics.prefix(Banner.mostTopics).joined(separator: ", ")
            let rest = model.topics.count - Banner.mostTopics
            let more = rest > 0 ? " and \(rest) more, see /topics" : ""
            lines.append("topics: \(shown)\(more)")
            hint = "/topic \(first) picks one, /help tells the commands"
        } else {
            lines.append("topics: none")
        }
        if !kept.isEmpty {
            lines.append("kept settings: \(kept.joined(separator: ", ")) (/reset undoes them)")
        }
        lines.append("Talk to it. \(hint), Ctrl-D leaves.")
        text = lines.joined(separator: "\n") + "\n\n"
    }
}
