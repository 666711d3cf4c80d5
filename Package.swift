// swift-tools-version: 6.0
import PackageDescription

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
        .target(name: "CKernels", linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
        .target(name: "CLineEditor", linkerSettings: [.linkedLibrary("edit")]),
        .target(name: "Tensors", dependencies: ["COneDNN", "CKernels"]),
        .target(name: "Networks", dependencies: ["Tensors"]),
        // Foundation on Linux brings ICU along; sentence boundaries use it directly.
        .target(
            name: "Texts",
            linkerSettings: [.linkedLibrary("_FoundationICU", .when(platforms: [.linux]))]),
        .target(name: "Models", dependencies: ["Networks", "Texts"]),
        .target(name: "Checkpoints", dependencies: ["Models"]),
        .target(name: "Training", dependencies: ["Checkpoints"]),
        .target(name: "Evaluation", dependencies: ["Checkpoints"]),
        .target(name: "Conversation", dependencies: ["Checkpoints"]),
        .target(name: "LineEditing", dependencies: ["CLineEditor"]),
        .target(
            name: "Riposte",
            dependencies: ["Training", "Evaluation", "Conversation"]),
        .executableTarget(
            name: "RiposteCommand",
            dependencies: [
                "Riposte", "LineEditing",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .testTarget(name: "TensorsTests", dependencies: ["Tensors"]),
        .testTarget(name: "TextsTests", dependencies: ["Texts"]),
    ],
    swiftLanguageModes: [.v6]
)
