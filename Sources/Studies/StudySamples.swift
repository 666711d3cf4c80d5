import Evaluation
import Foundation

/// What the arms of a study write.
enum StudySamples {
    /// Ten samples of each arm at `temperature`, of its first seed, as Markdown.
    static func markdown(_ results: [StudyTable.Result], at temperature: Float) -> String {
        var seen: Set<String> = []
        let sections = results.compactMap { result -> String? in
            guard seen.insert(result.arm).inserted,
                let point = result.report.sweep.first(where: { $0.temperature == temperature })
            else { return nil }
            let samples = point.samples.prefix(10).map { sample in
                let context = quoted(String(sample.context.suffix(40)))
                return "- \(sample.topic ?? "") …\(context) → **\(quoted(sample.text))**"
            }
            return "## \(result.arm), seed \(result.seed), temperature \(temperature)\n\n"
                + samples.joined(separator: "\n")
        }
        return sections.joined(separator: "\n\n")
    }

    /// The text on one line, with nothing that Markdown would obey.
    private static func quoted(_ text: String) -> String {
        let line = text.replacingOccurrences(of: "\n", with: " ⏎ ")
        let special: Set<Character> = ["*", "_", "`", "<", "[", "\\", "|"]
        return line.reduce(into: "") { $0 += special.contains($1) ? "\\\($1)" : String($1) }
    }
}
