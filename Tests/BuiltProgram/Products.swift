import Foundation

/// Finds the programs that were built beside the tests.
public enum Products {
    /// The program called `name`, or `nil` when it was not built.
    public static func executable(_ name: String) -> URL? {
        var places = [CommandLine.arguments[0]]
        if let flag = CommandLine.arguments.firstIndex(of: "--test-bundle-path"),
            flag + 1 < CommandLine.arguments.count
        {
            places.append(CommandLine.arguments[flag + 1])
        }
        for place in places {
            var folder = URL(fileURLWithPath: place).resolvingSymlinksInPath()
            for _ in 0..<5 {
                folder.deleteLastPathComponent()
                let program = folder.appendingPathComponent(name)
                var isFolder: ObjCBool = false
                if FileManager.default.fileExists(atPath: program.path, isDirectory: &isFolder),
                    !isFolder.boolValue
                {
                    return program
                }
            }
        }
        return nil
    }
}
