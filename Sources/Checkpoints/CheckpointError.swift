import Foundation

/// Why a checkpoint cannot be read or written.
public enum CheckpointError: Error, Equatable {
    /// There is nothing at the path.
    case missing(path: String)
    /// There is a folder, but no complete checkpoint in it.
    case incomplete(path: String)
    /// A file is not what it was when it was written.
    case damaged(file: String, reason: String)
    /// A tensor has another shape than the configuration asks for.
    case wrongShape(file: String, tensor: String, found: [Int], expected: [Int])
    /// A tensor of the configuration is not in the file.
    case missingTensor(file: String, tensor: String)
    /// Nothing can be written there.
    case unwritable(path: String, reason: String)
    /// The folder holds a run already, and nobody said to resume it.
    case occupied(path: String)
}

extension CheckpointError: LocalizedError, CustomStringConvertible {
    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .missing(let path):
            "\(path): no such checkpoint; `riposte train TEXT --output \(path)` makes one"
        case .incomplete(let path):
            "\(path): no complete checkpoint in this folder; train again, or give another folder"
        case .damaged(let file, let reason):
            "\(file): damaged: \(reason); use an earlier checkpoint or train again"
        case .wrongShape(let file, let tensor, let found, let expected):
            "\(file): \(tensor) has the shape \(found), the configuration asks for \(expected); "
                + "weights and config.json do not belong together"
        case .missingTensor(let file, let tensor):
            "\(file): \(tensor) is not in it; weights and config.json do not belong together"
        case .unwritable(let path, let reason):
            "\(path): cannot be written: \(reason)"
        case .occupied(let path):
            "\(path): holds a run already; add --resume to go on with it, or give another folder"
        }
    }

    /// The same words, for Foundation.
    public var errorDescription: String? { description }
}
