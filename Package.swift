// swift-tools-version: 6.2
import PackageDescription

/// What every target of ours is compiled with.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// One module per parser plugin: `Plugins/<Name>` holds `<Name>Plugin`.
let plugins = [
    "Actions", "Combined", "Dataverse", "Dspace", "Eprints", "Figshare", "Hyrax", "Invenio", "Islandora", "Ojs", "Ora",
    "Pure",
    "Ringserver",
]

/// A module of `Sources/` with the modules it may see.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The tests of one module.
func tests(_ module: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
    .testTarget(
        name: "\(module)Tests",
        dependencies: [.byName(name: module)] + dependencies,
        resources: resources,
        swiftSettings: settings)
}

let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS: Target.Dependency = .product(name: "HummingbirdTLS", package: "hummingbird")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let nioHTTP: [Target.Dependency] = [
    .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOWebSocket", package: "swift-nio"),
    .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
    .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
    .product(name: "HTTPTypes", package: "swift-http-types"),
]
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let serviceLifecycle: [Target.Dependency] = ["ServiceLifecycle", "UnixSignals"].map {
    .product(name: $0, package: "swift-service-lifecycle")
}
let grdb: [Target.Dependency] = ["GRDB", "GRDBSQLite"].map { .product(name: $0, package: "GRDB.swift") }
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

/// Level 1: C libraries, the plugin contract, the settings. These depend on nothing of ours.
let level1: [Target] = [
    .systemLibrary(name: "CHiredis"),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl"),
    .systemLibrary(name: "CExpat", pkgConfig: "expat"),
    .systemLibrary(name: "CMaxMindDB", pkgConfig: "libmaxminddb"),
    .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8"),
    .systemLibrary(name: "CPostgres", pkgConfig: "libpq"),
    .systemLibrary(name: "CCrypt"),
    .systemLibrary(name: "CZeroMQ"),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd"),
    .systemLibrary(name: "CLinux"),
    module("PluginAPI"),
    module("SeededRandom"),
    module("Settings"),
]

/// Level 2: one door to each C library, and the pure rules of log formats.
let level2: [Target] = [
    module("RedisClient", ["CHiredis"]),
    module("CurlClient", ["CCurl"]),
    module("Patterns", ["CPCRE2", "PluginAPI"]),
    module("PostgresClient", ["CPostgres"]),
    module("Decompression", ["CZlib", "CZstd"]),
    module("LogFormats", ["PluginAPI"]),
    module("MetricModel"),
    module("SupervisorClient", ["CLinux"]),
    module("Telemetry", [logging]),
    module("TrackerProtocol", ["PluginAPI"]),
    module("Digests", ["PluginAPI"]),
    module("GeoLookup", ["CMaxMindDB", "PluginAPI"]),
    module("XML", ["CExpat"]),
    module("ZeroMQClient", ["CZeroMQ"]),
]

/// Level 3: what the workers are made of.
let level3: [Target] = [
    module("CounterRules", ["Digests", "Patterns", "PluginAPI"]),
    module("Queues", ["RedisClient", "PluginAPI"]),
    module("Forwarding", ["CurlClient", "PluginAPI", "Settings"]),
    module("LiveFeed", ["Digests", "PluginAPI"]),
    module("Lookups", ["PluginAPI", "RedisClient", "XML"]),
    module("Statistics", ["CurlClient", "Digests", "MetricModel", "PluginAPI", "PostgresClient"] + grdb),
    module("Tailing", ["CLinux", "PluginAPI"]),
    module("Generator", ["CLinux", "PluginAPI", "SeededRandom"]),
    module("Graphite", ["CLinux", "MetricModel", "Patterns", "PluginAPI", "RedisClient", "Settings"]),
    module("StatsD", ["MetricModel"]),
    module("Actions", ["PluginAPI", "RedisClient"]),
]

let pluginModules: [Target] = plugins.map { name in
    .target(
        name: "\(name)Plugin", dependencies: ["PluginAPI"], path: "Plugins/\(name)", swiftSettings: settings)
}

let registryDependencies: [Target.Dependency] = ["PluginAPI"] + plugins.map { .byName(name: "\($0)Plugin") }

/// Level 4: the processes, what operators do to queues, and reports.
let level4: [Target] = [
    module("CounterReports", ["CounterRules", "Lookups", "PluginAPI", "Statistics"]),
    module("Mending", ["Digests", "Lookups", "PluginAPI", "Queues", "RedisClient", "Settings"]),
    .target(
        name: "PluginRegistry", dependencies: registryDependencies, path: "Plugins/Registry",
        swiftSettings: settings),
    module("Tracker", ["SeededRandom", "TrackerProtocol", hummingbird, logging, nioCore] + serviceLifecycle),
    module("Supervision", ["CLinux", "Settings", "SupervisorClient", "Telemetry"]),
    module(
        "Workers",
        [
            "Actions", "CLinux", "CounterRules", "CurlClient", "Decompression", "Digests", "Forwarding", "GeoLookup",
            "Graphite", "LiveFeed", "Lookups", "MetricModel", "PluginAPI", "Queues", "RedisClient", "Settings",
            "Statistics", "StatsD", "Tailing", "Telemetry", "ZeroMQClient", logging,
        ]),
]

/// Level 5: what is known of a line, of all lines, and of the configuration.
let level5: [Target] = [
    module(
        "Inspection",
        [
            "CounterReports", "CounterRules", "Decompression", "Digests", "Forwarding", "GeoLookup", "LogFormats",
            "Lookups", "Patterns", "PluginAPI", "PluginRegistry", "Queues", "RedisClient", "Settings", "Statistics",
            "Tailing", "Workers",
        ])
]

/// Level 6: the operators' console.
let level6: [Target] = [
    .target(
        name: "Console",
        dependencies: [
            "Actions", "CCrypt", "CLinux", "CounterReports", "CounterRules", "Decompression", "Digests", "Forwarding",
            "Graphite", "Inspection", "LiveFeed", "Mending", "PluginAPI", "Queues", "RedisClient", "Settings",
            "Statistics", "SupervisorClient", "Telemetry", "Workers", "XML",
            hummingbird, hummingbirdCore, hummingbirdTLS, logging, mustache, nioCore, nioSSL,
        ] + nioHTTP,
        resources: [.embedInCode("Pages/Templates"), .embedInCode("Pages/Static"), .embedInCode("API/openapi.json")],
        swiftSettings: settings)
]

/// Level 7: argument parsing and wiring.
let level7: [Target] = [
    .executableTarget(
        name: "loglines",
        dependencies: [
            argumentParser, logging, "Console", "CounterReports", "CounterRules", "Decompression", "Digests",
            "Forwarding", "Generator",
            "GeoLookup", "Graphite", "Inspection", "LiveFeed", "Lookups", "Mending", "PluginAPI", "PluginRegistry",
            "Queues",
            "RedisClient",
            "Settings", "Statistics", "Supervision", "SupervisorClient", "Telemetry", "Tracker", "TrackerProtocol",
            "Workers",
        ],
        swiftSettings: settings)
]

let testing: [Target] = [
    module("TestKit", ["CurlClient", "PostgresClient", "RedisClient"]),
    // What `make fuzz` tries; the tests run it over the seeds.
    .target(
        name: "FuzzTargets",
        dependencies: [
            "CounterRules", "CurlClient", "Forwarding", "LogFormats", "Lookups", "Patterns", "PluginAPI",
            "PluginRegistry", "PluginTestKit", "Queues", "Settings", "Tailing", "Telemetry", "TrackerProtocol",
        ],
        path: "Tests/Fuzz/Targets", swiftSettings: settings),
    tests("FuzzTargets", ["PluginTestKit"]),
    tests("Queues", ["CounterRules", "PluginAPI", "RedisClient", "SeededRandom", "TestKit"]),
    tests("Mending", ["PluginAPI", "Queues", "RedisClient", "Settings", "TestKit"]),
    tests("RedisClient", ["TestKit"]),
    tests(
        "Workers",
        [
            "CombinedPlugin", "CounterRules", "Decompression", "Digests", "Forwarding", "Graphite", "LiveFeed",
            "Lookups", "PluginAPI", "PluginTestKit", "Queues", "RedisClient", "RingserverPlugin", "SeededRandom",
            "Settings", "Statistics",
            "Telemetry", "TestKit", logging,
        ] + grdb),
    tests("PostgresClient", ["TestKit"]),
    tests(
        "Statistics",
        ["CounterRules", "PluginAPI", "PluginTestKit", "PostgresClient", "SeededRandom", "TestKit"] + grdb),
    tests("MetricModel"),
    tests("StatsD", ["MetricModel", "PluginTestKit", "SeededRandom", "TestKit"]),
    tests("Tailing", ["PluginAPI", "SeededRandom", "TestKit"]),
    tests("LiveFeed", ["PluginAPI"]),
    tests("Lookups", ["PluginAPI", "RedisClient", "TestKit"]),
    tests("Decompression", ["TestKit"]),
    tests("ZeroMQClient", ["TestKit"]),
    tests("Settings", ["TestKit"]),
    tests("CurlClient", ["TestKit"]),
    tests("Forwarding", ["CurlClient", "PluginAPI", "Settings", "TestKit"]),
    // A supervisor with processes from a JSON file, for tests that need one to kill.
    .executableTarget(
        name: "supervise-fixture", dependencies: ["Settings", "Supervision", "SupervisorClient"],
        path: "Tests/SupervisionFixture",
        swiftSettings: settings),
    tests(
        "Console",
        [
            "CounterReports", "Graphite", "LiveFeed", "MetricModel", "PluginAPI", "PluginTestKit", "Queues",
            "RedisClient", "SeededRandom", "Settings", "Statistics", "SupervisorClient", "Telemetry", "TestKit",
            "loglines", hummingbird, logging,
        ]),
    tests("Supervision", ["Settings", "SupervisorClient", "TestKit", "supervise-fixture"]),
    tests("Graphite", ["MetricModel", "PluginAPI", "RedisClient", "Settings", "TestKit"]),
    tests("Actions", ["RedisClient", "TestKit"]),
    tests("Generator", ["GeoLookup", "PluginAPI", "TestKit", "loglines"]),
    tests("SeededRandom"),
    tests("Tracker", ["TestKit", "TrackerProtocol", "loglines"]),
    tests("TrackerProtocol"),
    tests("Telemetry"),
    module("PluginTestKit", ["CounterRules", "Digests", "LogFormats", "Patterns", "PluginAPI"]),
    tests("Digests", ["PluginTestKit"]),
    tests("GeoLookup", ["PluginAPI", "PluginTestKit", "TestKit"]),
    tests("Patterns", ["PluginAPI"]),
    tests("LogFormats", ["PluginAPI", "PluginTestKit"]),
    tests("CounterRules", ["PluginAPI", "PluginTestKit", "SeededRandom"]),
    tests(
        "CounterReports",
        ["CounterRules", "Lookups", "PluginAPI", "PluginTestKit", "SeededRandom", "Statistics", "TestKit"]),
    tests("PluginAPI", ["PluginTestKit"]),
    tests("PluginRegistry", ["PluginAPI", "PluginTestKit"]),
    tests(
        "Inspection",
        ["Forwarding", "OraPlugin", "PluginAPI", "PluginTestKit", "Queues", "RedisClient", "Settings", "TestKit"]),
    tests(
        "loglines",
        [
            "Forwarding", "Inspection", "OraPlugin", "PluginAPI", "PluginTestKit", "Settings", "Statistics", "TestKit",
        ] + grdb),
    // The built program as its users meet it.
    .testTarget(
        name: "EndToEndTests",
        dependencies: [
            "LiveFeed", "PluginAPI", "PluginTestKit", "RedisClient", "SeededRandom", "Statistics", "Telemetry",
            "TestKit",
            "loglines",
        ],
        swiftSettings: settings),
    // All of it under every fault; see `make soak`.
    .testTarget(
        name: "SoakTests", dependencies: ["PluginTestKit", "RedisClient", "SeededRandom", "TestKit", "loglines"],
        swiftSettings: settings),
]

let pluginTests: [Target] = plugins.map { name in tests("\(name)Plugin", ["PluginAPI", "PluginTestKit"]) }

let package = Package(
    name: "loglines",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "loglines", targets: ["loglines"]),
        // What the package in Benchmarks/ calls directly.
        .library(
            name: "MeasuredModules",
            targets: [
                "CounterRules", "DspacePlugin", "Forwarding", "Generator", "LogFormats", "PluginAPI", "PluginTestKit",
                "Queues", "RedisClient", "Settings", "Workers",
            ]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: level1 + level2 + level3 + pluginModules + level4 + level5 + level6 + level7 + testing + pluginTests)
