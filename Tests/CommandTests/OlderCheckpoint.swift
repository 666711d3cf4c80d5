import BuiltProgram
import Checkpoints
import Foundation

extension Program {
    /// Makes of `checkpoint` one as it was written before there were words: without words.json.
    ///
    /// - Returns: whether there were words to forget.
    static func forgetWords(of checkpoint: URL) throws -> Bool {
        var old = try RunFolder.best(at: checkpoint.path)
        let had = old.topicModel != nil
        old.topicModel = nil
        try RunFolder(checkpoint.deletingLastPathComponent().path).save(old)
        let words = checkpoint.appendingPathComponent("words.json").path
        return had && !FileManager.default.fileExists(atPath: words)
    }
}
