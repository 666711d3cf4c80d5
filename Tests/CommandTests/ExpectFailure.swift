import BuiltProgram
import Testing

/// Expects that a run failed with `code` and told why in one line that contains `words`.
func expectFailure(
    _ result: Program.Result, code: Int32 = 1, _ words: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(result.exitCode == code, "\(result.errors)", sourceLocation: sourceLocation)
    let told = result.errors.split(separator: "\n").last ?? ""
    #expect(told.hasPrefix("riposte: "), "\(result.errors)", sourceLocation: sourceLocation)
    #expect(told.contains(words), "\(result.errors)", sourceLocation: sourceLocation)
    #expect(result.output.isEmpty, sourceLocation: sourceLocation)
}
