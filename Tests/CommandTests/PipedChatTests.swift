import BuiltProgram
import Foundation
import Testing

/// The conversation as a script meets it.
@Suite struct PipedChatTests {
    @Test func oneReplyALineAndNothingElse() throws {
        let model = try TinyModel.shared().run.path
        let arguments = ["chat", model, "--seed", "1", "--length", "40"]
        let result = try Program.run(
            arguments, input: "hello\n\n/topic harbour\n/nope\nw\u{FFFD}rld\n/quit\nunread\n")
        #expect(result.output.filter { $0 == "\n" }.count == 2)
        #expect(result.errors.hasPrefix("topic: harbour\nno command /nope"))
        #expect(result.exitCode == 1)
        let fine = try Program.run(arguments, input: "hello")
        #expect(fine.output.hasSuffix("\n") && fine.errors.isEmpty && fine.exitCode == 0)
        #expect(result.output.hasPrefix(fine.output))
        let none = try Program.run(arguments)
        #expect(none.output.isEmpty && none.errors.isEmpty && none.exitCode == 0)
    }

    @Test func anObjectATurn() throws {
        let model = try TinyModel.shared().run.path
        let result = try Program.run(
            ["chat", model, "--seed", "1", "--topic", "kitchen", "--json"],
            input: "hello\n/show\nagain\n")
        #expect(result.exitCode == 0 && result.objects.count == 2)
        for object in result.objects {
            #expect(Set(object.keys).isSuperset(of: ["text", "topic", "seed", "seconds"]))
        }
    }

    /// Whoever counts lines gets an object for the one that was too long, too.
    @Test func anObjectForALineThatIsTooLong() throws {
        let model = try TinyModel.shared().run.path
        let long = String(repeating: "a", count: 1_000_001)
        let result = try Program.run(
            ["chat", model, "--seed", "1", "--json"], input: "\(long)\nhello\n")
        #expect(result.exitCode == 1 && result.objects.count == 2)
        #expect(
            (result.objects.first?["error"] as? String)?.hasPrefix("line 1 is longer") == true)
        #expect(result.objects.last?["text"] is String)
    }

    @Test func withoutAModelItSaysWhereItLooked() throws {
        let folder = try Program.folder("bare")
        expectFailure(try Program.run(["chat"], in: folder), "checkpoints/almanac")
        let model = try TinyModel.shared().run
        let place = folder.appendingPathComponent("checkpoints")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: model, to: place.appendingPathComponent("almanac"))
        #expect(try Program.run(["chat"], input: "hello\n", in: folder).exitCode == 0)
    }
}
