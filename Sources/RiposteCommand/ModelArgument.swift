import ArgumentParser
import Foundation
import Riposte

/// The checkpoint that a command uses.
struct ModelArgument: ParsableArguments {
    @Argument(
        help: .init(
            "A run's folder (its best checkpoint is taken), or one checkpoint's folder.",
            valueName: "checkpoint"),
        completion: .directory, transform: Values.path)
    var path: String

    /// Both networks.
    func load() throws -> LoadedModel { try LoadedModel(path: path) }

    /// Where the run's own files are: the folder that was named, or the one that the named checkpoint is
    /// in.
    var runFolder: URL { RunFolder(runAt: path).url }
}

extension RunFolder {
    /// The run at `path`: the folder itself, or the one that it is a checkpoint of.
    init(runAt path: String) {
        let folder = URL(fileURLWithPath: path)
        let state = folder.appendingPathComponent("state.json").path
        let isCheckpoint = FileManager.default.fileExists(atPath: state)
        self.init((isCheckpoint ? folder.deletingLastPathComponent() : folder).path)
    }
}

/// The model that comes along.
enum ShippedModel {
    /// Where it is: in the working copy that one stands in, or where the program is installed.
    static func path() throws -> String {
        let here = "checkpoints/almanac"
        var places = [here]
        if let program = Bundle.main.executableURL?.resolvingSymlinksInPath() {
            let prefix = program.deletingLastPathComponent().deletingLastPathComponent()
            places.append(prefix.appendingPathComponent("share/riposte/almanac").path)
        }
        if let place = places.first(where: { !RunFolder($0).steps().isEmpty }) { return place }
        throw CommandFailure(
            "no model: neither \(places.joined(separator: " nor ")) holds a checkpoint; name one "
                + "(riposte chat CHECKPOINT), or make one with riposte train")
    }
}
