import Checkpoints
import Foundation
import Testing

@Suite("The run folder")
struct RunFolderTests {
    private let temporary: TemporaryRun
    private var run: RunFolder { temporary.run }

    init() throws { temporary = try TemporaryRun() }

    @Test("What an interrupted save left is never loaded, and is removed by the next run")
    func interruptedSave() throws {
        try run.save(TemporaryRun.checkpoint(step: 1))
        let left = temporary.url.appendingPathComponent(".tmp-2-4711")
        try FileManager.default.copyItem(at: temporary.folder(1), to: left)
        #expect(run.steps() == [1])
        #expect(try run.latest().state.step == 1)
        #expect(try RunFolder.best(at: temporary.url.path).state.step == 1)
        try run.prepare(resuming: true)
        #expect(temporary.names == ["step-00000001"])
    }

    @Test("A save that replaces a checkpoint and dies before its last move loses nothing")
    func killedBetweenTheMoves() throws {
        try run.save(TemporaryRun.checkpoint(step: 1))
        let aside = temporary.url.appendingPathComponent(".replaced-step-00000001")
        try FileManager.default.moveItem(at: temporary.folder(1), to: aside)
        #expect(run.steps() == [1])
        #expect(try run.latest().state.step == 1)
        #expect(try RunFolder.best(at: temporary.url.path).state.step == 1)
        #expect(throws: CheckpointError.occupied(path: temporary.url.path)) {
            try run.prepare(resuming: false)
        }
        try run.prepare(resuming: true)
        #expect(temporary.names == ["step-00000001"])
    }

    @Test func aRunIsNotOverwrittenUnlessResumed() throws {
        try run.save(TemporaryRun.checkpoint(step: 1))
        #expect(throws: CheckpointError.occupied(path: temporary.url.path)) {
            try run.prepare(resuming: false)
        }
        try run.prepare(resuming: true)
        #expect(run.steps() == [1])
    }

    @Test func nothingAtThePath() {
        let path = temporary.url.appendingPathComponent("absent").path
        #expect(throws: CheckpointError.missing(path: path)) { _ = try RunFolder(path).latest() }
        #expect(throws: CheckpointError.missing(path: path)) { _ = try RunFolder.best(at: path) }
    }

    @Test func anEmptyFolderIsIncomplete() {
        let path = temporary.url.path
        #expect(throws: CheckpointError.incomplete(path: path)) { _ = try run.latest() }
        #expect(throws: CheckpointError.incomplete(path: path)) { _ = try RunFolder.best(at: path) }
    }

    @Test("A file stands where the folder should be")
    func unwritable() throws {
        let file = temporary.url.appendingPathComponent("file")
        try Data().write(to: file)
        let error = #expect(throws: CheckpointError.self) {
            try RunFolder(file.appendingPathComponent("run").path).prepare(resuming: false)
        }
        guard case .unwritable = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(throws: CheckpointError.self) {
            try RunFolder(file.path).save(TemporaryRun.checkpoint(step: 1))
        }
    }

    @Test("Every error says what to do, and where")
    func words() {
        let errors: [CheckpointError] = [
            .missing(path: "RUN"), .incomplete(path: "RUN"), .damaged(file: "RUN", reason: "x"),
            .wrongShape(file: "RUN", tensor: "x", found: [1], expected: [2]),
            .missingTensor(file: "RUN", tensor: "x"), .unwritable(path: "RUN", reason: "x"),
            .occupied(path: "RUN"),
        ]
        for error in errors {
            #expect(error.description.hasPrefix("RUN: "))
            #expect(error.localizedDescription == error.description)
        }
    }
}
