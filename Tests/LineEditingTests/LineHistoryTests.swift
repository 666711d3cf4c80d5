import Foundation
import LineEditing
import Testing

/// One at a time: libedit converts the lines of all histories in the same static buffers.
@Suite(.serialized) final class LineHistoryTests {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("history-\(UUID().uuidString)")
    var file: URL { folder.appendingPathComponent("state/history") }

    deinit { try? FileManager.default.removeItem(at: folder) }

    @Test func linesComeBackAsTheyWere() throws {
        let lines = [
            "plain", "  spaces at both ends  ", "back\\slash \\n \\040", "two\nlines\n",
            "tab\there",
            "grüße é e\u{301} 漢字 👩‍👩‍👧 العربية",
            "#!%$\"'`", "\u{1B}[31m\u{7F}\u{1}", "_HiStOrY_V2_",
        ]
        let first = try LineHistory(file: file)
        for line in lines { first.add(line) }
        try first.save()
        let second = try LineHistory(file: file)
        #expect(second.lines.map { Array($0.utf8) } == lines.map { Array($0.utf8) })
    }

    @Test func onlyTheOwnerMayRead() throws {
        let history = try LineHistory(file: file)
        history.add("secret")
        try history.save()
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        #expect(attributes[.posixPermissions] as? NSNumber == 0o600)
        // The temporary file is gone.
        let names = try FileManager.default.contentsOfDirectory(
            atPath: file.deletingLastPathComponent().path)
        #expect(names == ["history"])
    }

    @Test func repeatedAndBlankLinesAreSkipped() throws {
        let history = try LineHistory(file: nil)
        for line in ["a", "a", "", "  ", "b", "a"] { history.add(line) }
        #expect(history.lines == ["a", "b", "a"])
        try history.save()
    }

    @Test func theOldestLinesGiveWay() throws {
        let history = try LineHistory(file: file, limit: 3)
        for number in 1...5 { history.add("\(number)") }
        try history.save()
        #expect(history.lines == ["3", "4", "5"])
        #expect(try LineHistory(file: file, limit: 2).lines == ["4", "5"])
    }

    @Test func twoSessionsAtOnceKeepBothTheirLines() throws {
        let one = try LineHistory(file: file)
        let other = try LineHistory(file: file)
        one.add("first")
        try one.save()
        other.add("second")
        try other.save()
        one.add("third")
        try one.save()
        #expect(try LineHistory(file: file).lines == ["first", "second", "third"])
    }

    @Test func aForeignFileIsLeftAlone() throws {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data("my notes\n".utf8).write(to: file)
        #expect(throws: LineReadingError.history(path: file.path, code: EILSEQ)) {
            try LineHistory(file: self.file)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == "my notes\n")
    }

    @Test func whereTheHistoryIs() {
        func path(_ environment: [String: String]) -> String {
            LineHistory.standardFile(environment: environment).path
        }
        #expect(path(["HOME": "/h"]) == "/h/.local/state/riposte/history")
        #expect(path(["HOME": "/h", "XDG_STATE_HOME": "/s"]) == "/s/riposte/history")
        #expect(path(["HOME": "/h", "XDG_STATE_HOME": "s"]) == "/h/.local/state/riposte/history")
    }
}
