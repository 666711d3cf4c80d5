import BuiltProgram
import Foundation
import Testing

/// What goes wrong is told in one line that says what, where and what to do.
@Suite struct BadTextTests {
    @Test(arguments: [
        ("", "is empty; put text into it"), (" \n\n ", "holds only blanks"),
        ("good\0bad", "byte 4 is NUL, so this is a binary file"),
        ("too short", "are too few for a passage"),
    ])
    func aFile(content: String, words: String) throws {
        expectFailure(try train(Data(content.utf8)), words)
    }

    @Test func brokenUTF8IsNamedByItsPlace() throws {
        let result = try train(Data("one\ntwo \u{E9}".utf8) + [0xFF] + Data("rest\n".utf8))
        expectFailure(result, "byte 10 (line 2) is not UTF-8")
        let model = try TinyModel.shared().run.path
        let running = try Program.start(["judge", model], input: Data([0x61, 0x0A, 0xFF]))
        expectFailure(running.result(), "standard input: byte 2 (line 2) is not UTF-8")
        expectFailure(try Program.run(["judge", model], input: " \n"), "there is no text")
    }

    @Test func pathsWithoutText() throws {
        let folder = try Program.folder("hollow")
        let run = folder.appendingPathComponent("run").path
        let empty = try Program.folder("empty").path
        expectFailure(try Program.run(["train", empty, "--output", run]), "holds no text files")
        expectFailure(
            try Program.run(["train", "/nowhere/at/all", "--output", run]), "no such file or folder"
        )
        expectFailure(
            try Program.run(["train", "/dev/null", "--output", run]),
            "is neither a file nor a folder")
        #expect(!FileManager.default.fileExists(atPath: run))
    }

    private func train(_ content: Data) throws -> Program.Result {
        let folder = try Program.folder("bad")
        let file = folder.appendingPathComponent("text.txt")
        try content.write(to: file)
        return try Program.run([
            "train", file.path, "--output", folder.appendingPathComponent("run").path, "--steps",
            "1",
        ])
    }
}

@Suite struct BadCheckpointTests {
    @Test func missingOrEmpty() throws {
        expectFailure(try Program.run(["sample", "/nowhere"]), "/nowhere")
        let empty = try Program.folder("empty").path
        expectFailure(try Program.run(["sample", empty]), "no complete checkpoint in this folder")
    }

    @Test func truncatedWeights() throws {
        let result = try sample { checkpoint in
            let file = checkpoint.appendingPathComponent("generator.safetensors")
            try Data(contentsOf: file).dropLast(100).write(to: file)
        }
        expectFailure(result, "generator.safetensors: damaged: ")
    }

    @Test func aFlippedByte() throws {
        let result = try sample { checkpoint in
            let file = checkpoint.appendingPathComponent("generator.safetensors")
            var data = try Data(contentsOf: file)
            data[data.count / 2] ^= 1
            try data.write(to: file)
        }
        expectFailure(result, "generator.safetensors: damaged: its checksum")
    }

    @Test func aMissingFile() throws {
        let result = try sample { checkpoint in
            try FileManager.default.removeItem(
                at: checkpoint.appendingPathComponent("alphabet.json"))
        }
        expectFailure(result, "alphabet.json: damaged: the file is missing")
    }

    @Test func anotherShape() throws {
        let result = try sample { checkpoint in
            let file = checkpoint.appendingPathComponent("config.json")
            let text = try String(contentsOf: file, encoding: .utf8)
            try text.replacingOccurrences(of: "\"hidden\" : 32", with: "\"hidden\" : 48")
                .write(to: file, atomically: true, encoding: .utf8)
        }
        expectFailure(result, "config.json: damaged: its checksum")
    }

    @Test func anUnknownTopic() throws {
        let model = try TinyModel.shared().run.path
        expectFailure(
            try Program.run(["sample", model, "--topic", "opera"]),
            "no topic \"opera\"; the topics are garden, harbour")
    }

    /// Samples from a copy of the tiny model's last checkpoint, after `damage` was done to it.
    private func sample(_ damage: (URL) throws -> Void) throws -> Program.Result {
        let folder = try Program.folder("damaged")
        let last = try #require(TinyModel.checkpoints(in: TinyModel.shared().run).last)
        let copy = folder.appendingPathComponent(last.lastPathComponent)
        try FileManager.default.copyItem(at: last, to: copy)
        try damage(copy)
        return try Program.run(["sample", copy.path])
    }
}

@Suite struct BadPlaceTests {
    @Test func theOutputFolderCannotBeMade() throws {
        let model = try TinyModel.shared()
        let file = try Program.folder("file").appendingPathComponent("file")
        try Data("x".utf8).write(to: file)
        let result = try Program.run(
            model.arguments(
                output: file.appendingPathComponent("run"), steps: 1, adversarialSteps: 0))
        expectFailure(result, "cannot be written")
    }

    @Test func theDiskIsFull() throws {
        let model = try TinyModel.shared()
        let run = try Program.folder("full").appendingPathComponent("run")
        let words = model.arguments(output: run, steps: 4, adversarialSteps: 0)
            .map { "'\($0)'" }.joined(separator: " ")
        // No file may grow beyond a few kilobytes, which meets the weights as a full disk does.
        expectFailure(
            try Program.shell("ulimit -f 30; exec \"$riposte\" \(words)"), "cannot be written")
        #expect(TinyModel.checkpoints(in: run).isEmpty)
        let again = try Program.run(["train", "--resume", "--output", run.path])
        #expect(again.exitCode == 0, "\(again.errors)")
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func theOutputCannotBeWritten() throws {
        let model = try TinyModel.shared().run.path
        expectFailure(
            try Program.shell("\"$riposte\" sample '\(model)' > /dev/full"),
            "cannot write the result: ")
        // Whoever reads only the beginning has seen enough.
        let closed = try Program.shell("\"$riposte\" sample '\(model)' --count 500 | head -n 1")
        #expect(closed.errors.isEmpty)
    }
}

@Suite struct BadUseTests {
    @Test(arguments: [
        (["sample", "m", "--temperature", "9"], "a number from 0 to 5"),
        (["sample", "m", "--temperature", "-1"], "a number from 0 to 5"),
        (["sample", "m", "--count", "0"], "a whole number from 1 to"),
        (["sample", "m", "--top-p", "x"], "a number above 0, up to 1"),
        (["sample", "m", "--guidance", "-1"], "a number from 0 to 20"),
        (["chat", "m", "--guidance", "nan"], "a number from 0 to 20"),
        (["evaluate", "m", "t", "--guidance", "20.5"], "a number from 0 to 20"),
        (["sample", "m", "--context", "a", "--context-file", "b"], "exclude each other"),
        (["sample"], "Missing expected argument"),
        (["train", "t", "--output", "o", "--objective", "magic"], "relativistic"),
        (
            [
                "train", "t", "--output", "o", "--objective", "wasserstein-gp", "--precision",
                "bf16",
            ], "use f32"
        ),
        (["bench", "--growth", "m"], "leave the checkpoint out"),
        (["bench", "--only", "nothing"], "with --growth hidden"),
        (
            [
                "study", "t", "--output", "o", "--discriminator", "convolutional", "--matching",
                "information",
            ],
            "cannot match by information"
        ),
        (["train", "t", "--output", "o", "--hidden", "0"], "a whole number from 1 to 8192"),
        (["train", "t", "--output", "o", "--attention", "maybe"], "'off'"),
        (["train", "t", "--output", "o", "--held-out", "1"], "a number from 0.001 to 0.9"),
        (["train", "t", "--output", "o", "--minutes", "1", "--steps", "1"], "exclude each other"),
        (["train", "--output", "o"], "no text was given"),
        (["train", "t"], "Missing expected argument"),
        (["evaluate", "m", "t", "--temperatures", "0.5,hot"], "numbers from 0.0 to 5.0"),
        (["dance"], "no command \"dance\" (riposte --help"),
        (["chta"], "did you mean chat?"), (["inspect", "m", "--loud"], "Unknown option"),
    ])
    func isToldInOneLine(arguments: [String], words: String) throws {
        let result = try Program.run(arguments)
        expectFailure(result, code: 64, words)
        #expect(result.errors.filter { $0 == "\n" }.count == 1)
    }

    @Test(arguments: [
        ("[1]", "this is not a JSON object"), ("{\"embeding\": 3}", "no setting embeding"),
        ("{\"settings\": {\"clip\": \"x\"}}", "settings.clip"),
        ("{\"settings\": 3}", "settings takes an object"),
    ])
    func aBadConfigurationFile(content: String, words: String) throws {
        let model = try TinyModel.shared()
        let folder = try Program.folder("config")
        let file = folder.appendingPathComponent("config.json")
        try Data(content.utf8).write(to: file)
        let result = try Program.run([
            "train", model.corpus.path, "--output", folder.appendingPathComponent("run").path,
            "--config", file.path,
        ])
        expectFailure(result, words)
    }
}
