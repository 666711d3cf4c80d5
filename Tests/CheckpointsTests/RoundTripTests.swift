import Checkpoints
import Foundation
import Models
import Networks
import Tensors
import Testing
import Texts

@Suite("Saving and loading")
struct RoundTripTests {
    private let temporary: TemporaryRun
    private var run: RunFolder { temporary.run }

    init() throws { temporary = try TemporaryRun() }

    @Test func everythingComesBackBitForBit() throws {
        var saved = TemporaryRun.checkpoint(step: 5000)
        saved.state.phase = .adversarial
        saved.state.bestStep = 4000
        saved.state.heldOut = HeldOutMeasures(
            characters: 9, bitsPerCharacter: 1.1, bitsPerCharacterOtherContext: 1.3,
            bitsPerCharacterOtherTopic: nil)
        try run.save(saved)
        let loaded = try run.load(step: 5000)
        #expect(loaded.configuration == saved.configuration)
        #expect(loaded.alphabet == saved.alphabet)
        #expect(loaded.topics == saved.topics)
        #expect(loaded.state == saved.state)
        #expect(bits(loaded.generator) == bits(saved.generator))
        #expect(bits(loaded.discriminator) == bits(saved.discriminator))
        #expect(bits(loaded.optimizer) == bits(saved.optimizer))
        #expect(temporary.names == ["step-00005000"])
        let model = try LoadedModel(loaded, precision: .f32)
        #expect(bits(model.generator.parameters.tensors) == bits(saved.generator))
        #expect(bits(model.discriminator.parameters.tensors) == bits(saved.discriminator))
    }

    @Test func aConvolutionalDiscriminatorComesBack() throws {
        var configuration = TemporaryRun.configuration
        configuration.discriminator = .convolutional
        let saved = TemporaryRun.checkpoint(step: 3, configuration: configuration)
        try run.save(saved)
        let loaded = try run.load(step: 3)
        #expect(loaded.configuration.discriminator == .convolutional)
        let model = try LoadedModel(loaded, precision: .f32)
        #expect(bits(model.discriminator.parameters.tensors) == bits(saved.discriminator))
    }

    /// A checkpoint that was written before there was a choice.
    @Test func aCheckpointWithoutTheKindIsRecurrent() throws {
        try run.save(TemporaryRun.checkpoint(step: 4))
        let file = temporary.file("config.json", step: 4)
        var object = try #require(
            JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        #expect(object.removeValue(forKey: "discriminator") as? String == "recurrent")
        let configuration = try JSONDecoder().decode(
            ModelConfiguration.self, from: JSONSerialization.data(withJSONObject: object))
        #expect(configuration == TemporaryRun.configuration)
        #expect(throws: DecodingError.self) {
            object["discriminator"] = "quantum"
            _ = try JSONDecoder().decode(
                ModelConfiguration.self, from: JSONSerialization.data(withJSONObject: object))
        }
    }

    @Test func theSameCheckpointIsTheSameBytes() throws {
        try run.save(TemporaryRun.checkpoint(step: 1))
        let files = try FileManager.default.contentsOfDirectory(
            atPath: temporary.folder(1).path)
        #expect(
            files.sorted() == [
                "alphabet.json", "config.json", "discriminator.safetensors",
                "generator.safetensors", "optimizer.safetensors", "state.json", "topics.json",
            ])
        let before = try files.map { try Data(contentsOf: temporary.file($0, step: 1)) }
        try run.save(TemporaryRun.checkpoint(step: 1))
        #expect(try files.map { try Data(contentsOf: temporary.file($0, step: 1)) } == before)
    }

    @Test func bf16KeepsEightBitsOfWeightsAndAllOfMoments() throws {
        let saved = TemporaryRun.checkpoint(step: 2)
        try run.save(saved, storage: .bf16)
        let loaded = try run.load(step: 2)
        let known = Dictionary(uniqueKeysWithValues: loaded.generator.map { ($0.name, $0.tensor) })
        for (name, tensor) in saved.generator {
            let read = try #require(known[name])
            #expect(read.shape == tensor.shape)
            for (one, other) in zip(tensor.elements, read.elements) {
                #expect(abs(one - other) <= abs(one) / 256)
            }
        }
        #expect(bits(loaded.optimizer) == bits(saved.optimizer))
    }

    @Test func aCheckpointThatIsOnlyUsedHasNoMoments() throws {
        var checkpoint = TemporaryRun.checkpoint(step: 3)
        checkpoint.optimizer = []
        try run.save(checkpoint)
        #expect(try run.load(step: 3).optimizer.isEmpty)
    }

    @Test func latestIsTheHighestStepNotTheLastWritten() throws {
        for step in [90, 100_000_000, 1000] { try run.save(TemporaryRun.checkpoint(step: step)) }
        #expect(run.steps() == [90, 1000, 100_000_000])
        #expect(try run.latest().state.step == 100_000_000)
    }

    @Test func bestIsTheOneThatTheLatestStateNames() throws {
        for step in [10, 20, 30] {
            var checkpoint = TemporaryRun.checkpoint(step: step)
            checkpoint.state.bestStep = step == 30 ? 10 : step
            try run.save(checkpoint)
        }
        #expect(try RunFolder.best(at: temporary.url.path).state.step == 10)
        #expect(try LoadedModel(path: temporary.url.path, precision: .f32).state.step == 10)
        run.keep([20, 30])
        #expect(run.steps() == [20, 30])
        #expect(try RunFolder.best(at: temporary.url.path).state.step == 30)
    }

    @Test func aCheckpointsOwnFolderCanBeNamed() throws {
        for step in [10, 20] { try run.save(TemporaryRun.checkpoint(step: step)) }
        #expect(try RunFolder.best(at: temporary.folder(10).path).state.step == 10)
    }

    @Test func whatWordsTellComesBackOrIsMissing() throws {
        var checkpoint = TemporaryRun.checkpoint(step: 4)
        try run.save(checkpoint)
        #expect(try run.load(step: 4).topicModel == nil)
        let words = TemporaryRun.words
        checkpoint.topicModel = try JSONDecoder().decode(TopicModel.self, from: Data(words.utf8))
        try run.save(checkpoint)
        let loaded = try LoadedModel(run.load(step: 4), precision: .f32)
        #expect(loaded.topicModel == checkpoint.topicModel)
        #expect(loaded.topicModel?.words == ["boat"])
        let foreign = words.replacingOccurrences(of: "\"kitchen\"", with: "\"cellar\"")
        checkpoint.topicModel = try JSONDecoder().decode(TopicModel.self, from: Data(foreign.utf8))
        #expect(throws: CheckpointError.self) { try LoadedModel(checkpoint, precision: .f32) }
        for (right, wrong) in [("IPDw", "IPA="), ("\"styles\": 0", "\"styles\": \(Int.max)")] {
            let damaged = words.replacingOccurrences(of: right, with: wrong)
            #expect(damaged != words)
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode(TopicModel.self, from: Data(damaged.utf8))
            }
        }
    }
}
