// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "talk",
    platforms: [.macOS(.v14)],
    dependencies: [.package(path: "../riposte")],
    targets: [
        .executableTarget(
            name: "talk", dependencies: [.product(name: "Riposte", package: "riposte")])
    ]
)
