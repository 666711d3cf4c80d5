import Foundation
import Models
import Networks
import Texts

/// The folder of a training run:
///
///     step-00005000/   generator, discriminator and optimizer .safetensors, config.json,
///                      alphabet.json, topics.json, words.json (what words tell about the
///                      topics; not without topics), state.json
///     metrics.jsonl    what was reported, one object a line
///     settings.json    what ran
///
/// A checkpoint is written to a temporary folder, synced, and renamed; state.json holds the other
/// files' checksums. A folder that is not complete, or not what was written, is never loaded.
public struct RunFolder: Sendable {
    /// Where the run is.
    public let url: URL

    /// The run at `path`, which need not exist yet.
    public init(_ path: String) { url = URL(fileURLWithPath: path) }

    private struct StoredState: Codable {
        struct File: Codable {
            let bytes: Int
            let crc32: UInt32
        }
        let training: TrainingState
        let files: [String: File]
        /// Of the two above.
        let crc32: UInt32

        init(training: TrainingState, files: [String: File]) throws {
            self.training = training
            self.files = files
            crc32 = try StoredState.checksum(training, files)
        }

        var isWhole: Bool { (try? StoredState.checksum(training, files)) == crc32 }

        private static func checksum(_ training: TrainingState, _ files: [String: File]) throws
            -> UInt32
        {
            CRC32.checksum(Data((try JSON.line(training) + JSON.line(files)).utf8))
        }
    }

    /// The files of a checkpoint that hold tensors.
    public enum TensorFile: String {
        /// The generator's weights.
        case generator = "generator.safetensors"
        /// The discriminator's.
        case discriminator = "discriminator.safetensors"
        /// The moments of both.
        case optimizer = "optimizer.safetensors"
    }

    private enum Name {
        static let generator = TensorFile.generator.rawValue
        static let discriminator = TensorFile.discriminator.rawValue
        static let optimizer = TensorFile.optimizer.rawValue
        static let configuration = "config.json"
        static let alphabet = "alphabet.json"
        static let topics = "topics.json"
        static let words = "words.json"
        static let state = "state.json"
        static let temporary = ".tmp-"
        static let replaced = ".replaced-"
    }

    /// Makes the folder when it is missing and removes what an interrupted save left.
    ///
    /// - Throws: ``CheckpointError/unwritable(path:reason:)``, or
    ///   ``CheckpointError/occupied(path:)`` when it holds a run and `resuming` is false.
    public func prepare(resuming: Bool) throws {
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            // Foundation's words for this say nothing; the system's do.
            let reason = mkdir(url.path, 0o755) == 0 ? "unknown" : String(cString: strerror(errno))
            throw CheckpointError.unwritable(path: url.path, reason: reason)
        }
        if !resuming && !steps().isEmpty { throw CheckpointError.occupied(path: url.path) }
        for name in names() where name.hasPrefix(Name.replaced) {
            // A checkpoint that was being replaced: it counts unless its successor is in place.
            let original = url.appendingPathComponent(String(name.dropFirst(Name.replaced.count)))
            rename(url.appendingPathComponent(name).path, original.path)
        }
        for name in names() where name.hasPrefix(Name.temporary) || name.hasPrefix(Name.replaced) {
            try? FileManager.default.removeItem(at: url.appendingPathComponent(name))
        }
        try DurableFiles.replace(url.appendingPathComponent(".writable"), with: Data())
        try? FileManager.default.removeItem(at: url.appendingPathComponent(".writable"))
    }

    /// The steps that have a checkpoint, ascending.
    public func steps() -> [Int] {
        let steps = names().compactMap { name -> Int? in
            let name =
                name.hasPrefix(Name.replaced) ? name.dropFirst(Name.replaced.count) : name[...]
            return name.hasPrefix("step-") ? Int(name.dropFirst(5)) : nil
        }
        return Set(steps).filter { step in
            FileManager.default.fileExists(atPath: path(Name.state, step: step))
        }.sorted()
    }

    /// Where the checkpoint of `step` has its file `name`.
    public func path(_ name: String, step: Int) -> String {
        folder(step).appendingPathComponent(name).path
    }

    /// Writes a checkpoint for `checkpoint.state.step`. Killed at any instant, it leaves the run as it
    /// was or with the new checkpoint whole.
    ///
    /// - Throws: ``CheckpointError/unwritable(path:reason:)``.
    public func save(_ checkpoint: Checkpoint, storage: Safetensors.Storage = .f32) throws {
        let temporary = url.appendingPathComponent(
            "\(Name.temporary)\(checkpoint.state.step)-\(getpid())")
        do {
            try? FileManager.default.removeItem(at: temporary)
            try FileManager.default.createDirectory(
                at: temporary, withIntermediateDirectories: true)
            var files: [String: StoredState.File] = [:]
            func write(_ name: String, _ data: Data) throws {
                try DurableFiles.write(data, to: temporary.appendingPathComponent(name))
                files[name] = .init(bytes: data.count, crc32: CRC32.checksum(data))
            }
            try write(
                Name.generator, Safetensors.encode(checkpoint.generator, as: storage))
            try write(
                Name.discriminator, Safetensors.encode(checkpoint.discriminator, as: storage))
            if !checkpoint.optimizer.isEmpty {
                try write(
                    Name.optimizer, Safetensors.encode(checkpoint.optimizer, as: .f32))
            }
            try write(Name.configuration, JSON.encode(checkpoint.configuration))
            try write(Name.alphabet, JSON.encode(checkpoint.alphabet))
            try write(Name.topics, JSON.encode(checkpoint.topics))
            if let words = checkpoint.topicModel { try write(Name.words, JSON.encode(words)) }
            try DurableFiles.write(
                JSON.encode(try StoredState(training: checkpoint.state, files: files)),
                to: temporary.appendingPathComponent(Name.state))
            DurableFiles.synchronizeFolder(temporary)
            let final = place(checkpoint.state.step)
            let replaced = replacedPlace(checkpoint.state.step)
            let replaces = rename(final.path, replaced.path) == 0
            guard rename(temporary.path, final.path) == 0 else {
                let failure = DurableFiles.failure(final)
                if replaces { rename(replaced.path, final.path) }
                throw failure
            }
            DurableFiles.synchronizeFolder(url)
            if replaces { try FileManager.default.removeItem(at: replaced) }
        } catch {
            try? FileManager.default.removeItem(at: temporary)
            if error is CheckpointError { throw error }
            throw CheckpointError.unwritable(path: url.path, reason: error.localizedDescription)
        }
    }

    /// Whether a checkpoint here has what training goes on with.
    public var canBeTrainedOn: Bool {
        steps().contains { step in
            FileManager.default.fileExists(atPath: path(Name.optimizer, step: step))
        }
    }

    /// Removes all checkpoints but those of `steps`.
    public func keep(_ steps: Set<Int>) {
        for step in self.steps() where !steps.contains(step) {
            // Out of sight in one step, so that a crash leaves no half of a checkpoint.
            let gone = url.appendingPathComponent("\(Name.temporary)\(step)-gone")
            if rename(folder(step).path, gone.path) == 0 {
                try? FileManager.default.removeItem(at: gone)
            }
        }
    }

    /// Reads the checkpoint of `step`, every file checked against its checksum.
    ///
    /// - Throws: ``CheckpointError``.
    public func load(step: Int) throws -> Checkpoint { try RunFolder.load(folder(step)) }

    /// The latest checkpoint that is whole; a damaged one is passed over when an earlier one is left.
    ///
    /// - Throws: ``CheckpointError``.
    public func latest() throws -> Checkpoint {
        guard FileManager.default.fileExists(atPath: url.path) else {
            throw CheckpointError.missing(path: url.path)
        }
        var firstError: (any Error)?
        for step in steps().reversed() {
            do {
                return try load(step: step)
            } catch {
                firstError = firstError ?? error
            }
        }
        throw firstError ?? CheckpointError.incomplete(path: url.path)
    }

    /// The checkpoint to use at `path`: a run folder's best one, or the one folder that is named.
    ///
    /// - Throws: ``CheckpointError``.
    public static func best(at path: String) throws -> Checkpoint {
        let run = RunFolder(path)
        guard FileManager.default.fileExists(atPath: run.url.path) else {
            throw CheckpointError.missing(path: path)
        }
        let state = run.url.appendingPathComponent(Name.state)
        if FileManager.default.fileExists(atPath: state.path) { return try load(run.url) }
        guard let last = run.steps().last else { throw CheckpointError.incomplete(path: path) }
        // A damaged checkpoint is an error here, not a reason to use another silently.
        let best = try storedState(in: run.folder(last)).training.bestStep ?? last
        return try run.load(step: run.steps().contains(best) ? best : last)
    }

    /// The checkpoint of `step`: in its place, or, where a save was killed before its last move, where the
    /// one that was to be replaced was put.
    private func folder(_ step: Int) -> URL {
        let files = FileManager.default
        let isReplaced =
            !files.fileExists(atPath: place(step).path)
            && files.fileExists(atPath: replacedPlace(step).path)
        return isReplaced ? replacedPlace(step) : place(step)
    }

    private func place(_ step: Int) -> URL {
        let digits = String(step)
        let padding = String(repeating: "0", count: max(0, 8 - digits.count))
        return url.appendingPathComponent("step-\(padding)\(digits)")
    }

    private func replacedPlace(_ step: Int) -> URL {
        url.appendingPathComponent(Name.replaced + place(step).lastPathComponent)
    }

    private func names() -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    }

    private static func storedState(in folder: URL) throws -> StoredState {
        let file = folder.appendingPathComponent(Name.state)
        guard let data = FileManager.default.contents(atPath: file.path) else {
            throw CheckpointError.incomplete(path: folder.path)
        }
        let stored = try JSON.decode(StoredState.self, data, file: file.path)
        guard stored.isWhole else {
            throw CheckpointError.damaged(
                file: file.path, reason: "its checksum is not the one that was written")
        }
        return stored
    }

    private static func load(_ folder: URL) throws -> Checkpoint {
        let stored = try storedState(in: folder)
        func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
        func contents(_ name: String) throws -> Data {
            guard let data = FileManager.default.contents(atPath: path(name)) else {
                throw CheckpointError.damaged(file: path(name), reason: "the file is missing")
            }
            guard let file = stored.files[name] else {
                throw CheckpointError.damaged(
                    file: path(Name.state), reason: "it has no checksum of \(name)")
            }
            guard data.count == file.bytes else {
                throw CheckpointError.damaged(
                    file: path(name), reason: "\(data.count) bytes, \(file.bytes) were written")
            }
            guard CRC32.checksum(data) == file.crc32 else {
                throw CheckpointError.damaged(
                    file: path(name), reason: "its checksum is not the one that was written")
            }
            return data
        }
        func tensors(_ name: String) throws -> Checkpoint.Tensors {
            do {
                return try Safetensors.decode(contents(name)).sorted { $0.key < $1.key }
                    .map { ($0.key, $0.value) }
            } catch let damage as Safetensors.Damage {
                throw CheckpointError.damaged(file: path(name), reason: damage.description)
            }
        }
        return Checkpoint(
            configuration: try JSON.decode(
                ModelConfiguration.self, contents(Name.configuration),
                file: path(Name.configuration)),
            alphabet: try JSON.decode(
                Alphabet.self, contents(Name.alphabet), file: path(Name.alphabet)),
            topics: try JSON.decode(
                [String].self, contents(Name.topics), file: path(Name.topics)),
            topicModel: stored.files[Name.words] == nil
                ? nil
                : try JSON.decode(TopicModel.self, contents(Name.words), file: path(Name.words)),
            state: stored.training, generator: try tensors(Name.generator),
            discriminator: try tensors(Name.discriminator),
            optimizer: stored.files[Name.optimizer] == nil ? [] : try tensors(Name.optimizer))
    }
}
