import Checkpoints
import Foundation
import Models
import Testing
import Texts

@Suite("Damaged, incomplete and foreign checkpoints")
struct DamageTests {
    private static let files = [
        "generator.safetensors", "discriminator.safetensors", "optimizer.safetensors",
        "config.json", "alphabet.json", "topics.json", "words.json",
    ]
    private let temporary: TemporaryRun
    private var run: RunFolder { temporary.run }

    init() throws {
        temporary = try TemporaryRun()
        let words = try JSONDecoder().decode(
            TopicModel.self, from: Data(TemporaryRun.words.utf8))
        for step in 1...2 {
            var checkpoint = TemporaryRun.checkpoint(step: step)
            checkpoint.topicModel = words
            try run.save(checkpoint)
        }
    }

    @Test("A flipped bit anywhere", arguments: files, [0.0, 0.5, 0.999])
    func flippedBit(_ name: String, place: Double) throws {
        let file = temporary.file(name, step: 2)
        var data = try Data(contentsOf: file)
        data[Int(place * Double(data.count))] ^= 4
        try data.write(to: file)
        expectDamage(of: name)
        #expect(try run.latest().state.step == 1)
    }

    @Test("A flipped bit in state.json, which holds the checksums", arguments: [0.05, 0.5, 0.9])
    func flippedBitInState(_ place: Double) throws {
        let file = temporary.file("state.json", step: 2)
        var data = try Data(contentsOf: file)
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let places = data.indices.filter { digits.contains(data[$0]) }
        data[places[Int(place * Double(places.count))]] ^= 1
        try data.write(to: file)
        #expect(throws: CheckpointError.self) { _ = try run.load(step: 2) }
    }

    @Test("A file cut short, by a byte or altogether", arguments: files, [0, 0.5, 1])
    func truncation(_ name: String, share: Double) throws {
        let file = temporary.file(name, step: 2)
        let data = try Data(contentsOf: file)
        try data.prefix(min(data.count - 1, Int(share * Double(data.count)))).write(to: file)
        expectDamage(of: name)
        #expect(try run.latest().state.step == 1)
    }

    @Test("Bytes behind the end", arguments: files)
    func bytesBehindTheEnd(_ name: String) throws {
        let file = temporary.file(name, step: 2)
        try (Data(contentsOf: file) + Data([10])).write(to: file)
        expectDamage(of: name)
    }

    @Test("A missing file", arguments: files)
    func missingFile(_ name: String) throws {
        try FileManager.default.removeItem(at: temporary.file(name, step: 2))
        expectDamage(of: name)
        #expect(try run.latest().state.step == 1)
    }

    @Test("Without state.json, or with half of it, a folder is not a checkpoint")
    func state() throws {
        let file = temporary.file("state.json", step: 2)
        let data = try Data(contentsOf: file)
        try data.prefix(data.count / 2).write(to: file)
        expectDamage(of: "state.json")
        #expect(try run.latest().state.step == 1)
        try FileManager.default.removeItem(at: file)
        #expect(run.steps() == [1])
        #expect(try RunFolder.best(at: temporary.url.path).state.step == 1)
        #expect(throws: CheckpointError.incomplete(path: temporary.folder(2).path)) {
            _ = try run.load(step: 2)
        }
    }

    @Test("Where every checkpoint is damaged, the error is the latest one's")
    func nothingLeft() throws {
        for step in [1, 2] {
            try FileManager.default.removeItem(at: temporary.file("topics.json", step: step))
        }
        let error = #expect(throws: CheckpointError.self) { _ = try run.latest() }
        guard case .damaged(let file, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(file == temporary.file("topics.json", step: 2).path)
    }

    @Test("Weights of another width")
    func wrongShape() throws {
        var checkpoint = TemporaryRun.checkpoint(step: 3)
        checkpoint.configuration.conditioning = 8
        try run.save(checkpoint)
        #expect(
            throws: CheckpointError.wrongShape(
                file: "RUN/generator.safetensors", tensor: "conditioning.join.weight",
                found: [7, 19], expected: [8, 19])
        ) { _ = try LoadedModel(run.load(step: 3), precision: .f32, path: "RUN") }
    }

    @Test("A configuration with a layer that the weights have not")
    func missingTensor() throws {
        var checkpoint = TemporaryRun.checkpoint(step: 3)
        checkpoint.generator.removeAll { $0.name == "lstm.1.condition" }
        try run.save(checkpoint)
        #expect(
            throws: CheckpointError.missingTensor(
                file: "RUN/generator.safetensors", tensor: "lstm.1.condition")
        ) { _ = try LoadedModel(run.load(step: 3), precision: .f32, path: "RUN") }
    }

    @Test("A foreign configuration: another alphabet, other topics", arguments: [true, false])
    func foreignConfiguration(isAlphabet: Bool) throws {
        var configuration = TemporaryRun.configuration
        if isAlphabet { configuration.symbols += 1 } else { configuration.topics += 1 }
        let checkpoint = TemporaryRun.checkpoint(step: 3, configuration: configuration)
        try run.save(checkpoint)
        let error = #expect(throws: CheckpointError.self) {
            _ = try LoadedModel(run.load(step: 3), precision: .f32, path: "RUN")
        }
        guard case .damaged(file: "RUN/config.json", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    private func expectDamage(of name: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let error = #expect(throws: CheckpointError.self, sourceLocation: sourceLocation) {
            _ = try run.load(step: 2)
        }
        guard case .damaged(let file, _) = error else {
            Issue.record("\(String(describing: error))", sourceLocation: sourceLocation)
            return
        }
        #expect(file == temporary.file(name, step: 2).path, sourceLocation: sourceLocation)
    }
}
