import Foundation
import Riposte

/// What a model's page tells besides its measures: its name, how it was trained, and by what settings.
struct ReportMaterial {
    let model: LoadedModel
    let path: String
    let runFolder: URL

    /// The run's name and the update.
    var name: String { "\(runFolder.lastPathComponent), update \(model.state.step)" }

    /// The page of `report` and of the arms beside it.
    func page(
        _ report: EvaluationReport, _ others: [ReportPage.Arm], attention: [AttentionMap],
        judged: [JudgedPair], subject: String
    ) -> ReportPage {
        ReportPage(
            title: runFolder.lastPathComponent,
            subject: "Update \(model.state.step), on \(subject).",
            arms: [ReportPage.Arm(name: name, report: report)] + others, history: history,
            step: model.state.step, attention: attention, judged: judged, settings: settings)
    }

    /// What training told; lines that cannot be read are left out.
    private var history: [StepReport] {
        let file = runFolder.appendingPathComponent("metrics.jsonl")
        let lines = FileManager.default.contents(atPath: file.path) ?? Data()
        return lines.split(separator: UInt8(ascii: "\n")).compactMap {
            try? JSONDecoder().decode(StepReport.self, from: $0)
        }
    }

    /// `settings.json` of the run, or at least the networks' shape.
    private var settings: [ReportPage.SettingsGroup] {
        let file = runFolder.appendingPathComponent(RunSettings.fileName)
        guard let data = FileManager.default.contents(atPath: file.path),
            let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
        else {
            return [group("The networks", (try? JSON.encode(model.configuration)) ?? Data())]
        }
        let titles = [
            ("settings", "Training"), ("configuration", "The networks"), ("corpus", "The texts"),
        ]
        var groups = titles.map { key, title in
            ReportPage.SettingsGroup(name: title, lines: lines(object[key] ?? [:], ""))
        }
        let rest = object.filter { key, _ in !titles.contains { $0.0 == key } }
        groups.append(ReportPage.SettingsGroup(name: "The run", lines: lines(rest, "")))
        return groups
    }

    private func group(_ name: String, _ data: Data) -> ReportPage.SettingsGroup {
        let object = (try? JSONSerialization.jsonObject(with: data)) ?? [:]
        return ReportPage.SettingsGroup(name: name, lines: lines(object, ""))
    }

    /// The leaves of a JSON value, each with the path that leads to it.
    private func lines(_ value: Any, _ path: String) -> [(name: String, value: String)] {
        switch value {
        case let object as [String: Any]:
            object.sorted { $0.key < $1.key }.flatMap { key, value in
                lines(value, path.isEmpty ? key : "\(path) \(key)")
            }
        case let array as [Any]:
            [(path, array.map { "\($0)" }.joined(separator: ", "))]
        default: [(path, "\(value)")]
        }
    }
}
