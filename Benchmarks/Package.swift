// swift-tools-version: 6.2
import PackageDescription

/// A package of its own, so that nobody who builds loglines builds this.
let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "loglines", path: "..")],
    targets: [
        .executableTarget(
            name: "in-process",
            dependencies: [.product(name: "MeasuredModules", package: "loglines")],
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
            ])
    ])
