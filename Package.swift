// swift-tools-version: 6.0
import PackageDescription

/// What the library offers. Programs that import it name these beside it, because the build looks only at
/// direct dependencies when it decides what to compile again.
let offered: [Target.Dependency] = [
    "Texts", "Models", "Checkpoints", "Training", "Evaluation", "Studies", "Conversation",
]

// Folder = target = layer: imports only point up this list.
let package = Package(
    name: "riposte",
    platforms: [.macOS(.v14)],
    products: [
        .library(name: "Riposte", targets: ["Riposte"]),
        .executable(name: "riposte", targets: ["RiposteCommand"]),
    ],
    dependencies: [
        // The command line: parsing, help that teaches, shell completions, the manual page.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
    ],
    targets: [
        .target(name: "COneDNN", linkerSettings: [.linkedLibrary("dnnl")]),
        .target(
            name: "CKernels", linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
        .target(name: "CLineEditor", linkerSettings: [.linkedLibrary("edit")]),
        .target(name: "Tensors", dependencies: ["COneDNN", "CKernels"]),
        .target(name: "Networks", dependencies: ["Tensors", "CKernels"]),
        // Foundation on Linux brings ICU along; sentence boundaries use it directly.
        .target(
            name: "Texts",
            linkerSettings: [.linkedLibrary("_FoundationICU", .when(platforms: [.linux]))]),
        .target(name: "Models", dependencies: ["Networks", "Tensors", "CKernels", "Texts"]),
        .target(name: "Checkpoints", dependencies: ["Models", "Networks", "Tensors", "Texts"]),
        .target(
            name: "Training",
            dependencies: ["CKernels", "Checkpoints", "Models", "Networks", "Tensors", "Texts"]),
        .target(
            name: "Evaluation",
            dependencies: ["Checkpoints", "Models", "Networks", "Tensors", "Texts", "Training"]),
        .target(
            name: "Studies",
            dependencies: ["Checkpoints", "Evaluation", "Models", "Tensors", "Texts", "Training"]),
        .target(
            name: "Conversation",
            dependencies: ["Checkpoints", "Models", "Networks", "Tensors", "Texts"]),
        .target(name: "LineEditing", dependencies: ["CLineEditor"]),
        .target(
            name: "Riposte", dependencies: offered),
        .executableTarget(
            name: "RiposteCommand",
            dependencies: offered + [
                "Riposte", "LineEditing",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .testTarget(name: "TensorsTests", dependencies: ["Tensors", "CKernels"]),
        .testTarget(name: "NetworksTests", dependencies: ["Networks", "Tensors"]),
        .testTarget(name: "TextsTests", dependencies: ["Texts"]),
        .testTarget(name: "ModelsTests", dependencies: ["Models", "Networks", "Tensors", "Texts"]),
        .testTarget(
            name: "CheckpointsTests",
            dependencies: ["Checkpoints", "Models", "Networks", "Tensors", "Texts"]),
        .testTarget(
            name: "TrainingTests",
            dependencies: ["Training", "Checkpoints", "Models", "Networks", "Tensors", "Texts"]),
        .testTarget(
            name: "EvaluationTests",
            dependencies: ["Evaluation", "Checkpoints", "Models", "Tensors", "Texts", "Training"]),
        .testTarget(
            name: "StudiesTests",
            dependencies: ["Evaluation", "Models", "Studies", "Texts", "Training"]),
        .testTarget(
            name: "ConversationTests",
            dependencies: ["Conversation", "Checkpoints", "Models", "Networks", "Tensors", "Texts"]),
        .testTarget(name: "LineEditingTests", dependencies: ["LineEditing"]),
        // What the tests of the built program share: finding it, running it, a tiny trained model.
        .target(name: "BuiltProgram", path: "Tests/BuiltProgram"),
        // A program that has nothing but the library; the tests run it.
        .executableTarget(
            name: "riposte-talk", dependencies: ["Riposte"] + offered, path: "Tests/LibraryExample"),
        .testTarget(
            name: "CommandTests",
            dependencies: ["BuiltProgram", "Checkpoints", "RiposteCommand", "riposte-talk"]),
        .testTarget(
            name: "TerminalTests",
            dependencies: ["BuiltProgram", "LineEditing", "Riposte", "RiposteCommand"]),
    ],
    swiftLanguageModes: [.v6]
)
