import Checkpoints
import Foundation

/// Appends reports to a file, one JSON object a line.
public final class MetricsFile {
    private let url: URL
    private let handle: FileHandle

    /// Opens `metrics.jsonl` in `folder`. A run that is resumed goes on in it: reports from after `step`
    /// belong to updates that will be made again and are dropped.
    ///
    /// - Throws: ``Checkpoints/CheckpointError/unwritable(path:reason:)``, here and below.
    public init(in folder: RunFolder, resumingAt step: Int?) throws {
        url = folder.url.appendingPathComponent("metrics.jsonl")
        var kept = Data()
        if let step, let old = FileManager.default.contents(atPath: url.path) {
            struct Line: Decodable { let step: Int }
            for line in old.split(separator: UInt8(ascii: "\n")) {
                guard let known = try? JSONDecoder().decode(Line.self, from: line),
                    known.step <= step
                else { continue }
                kept += line + [UInt8(ascii: "\n")]
            }
        }
        do {
            try kept.write(to: url, options: .atomic)
            handle = try FileHandle(forWritingTo: url)
            try handle.seekToEnd()
        } catch {
            throw CheckpointError.unwritable(path: url.path, reason: error.localizedDescription)
        }
    }

    /// Adds one report.
    public func append(_ report: StepReport) throws {
        do {
            try handle.write(contentsOf: Data((JSON.line(report) + "\n").utf8))
        } catch {
            throw CheckpointError.unwritable(path: url.path, reason: error.localizedDescription)
        }
    }
}
