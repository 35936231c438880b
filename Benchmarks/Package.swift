// swift-tools-version: 6.2
import PackageDescription

/// A package of its own, so that nobody who builds loglines builds this.
let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "loglines", path: "..")],
    targets: [
        // In place of the C library's allocator within the program, so that what allocates is counted, whoever calls it.
        .target(name: "CAllocations"),
        .executableTarget(
            name: "in-process",
            dependencies: ["CAllocations", .product(name: "MeasuredModules", package: "loglines")],
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
            ]),
    ])
