import FoundationEssentials
import TestKit
import Testing

@testable import Settings

struct WorkerFilesTests {
    private let site: Site
    private let files: WorkerFiles

    init() throws {
        site = try Site([
            "loglines.cfg": "[worker_main]\nlistento = a\nfanout = b\n",
            "workers_available/broker.conf": "[worker_broker]\nlistento = a\nfanout = b\n",
            "workers_available/pair.conf": "[logger_in]\npushto = a\n[logger_out]\nlistento = a\n[redis]\ndb = 1\n",
            "workers_available/odd.conf": "nonsense",
        ])
        files = WorkerFiles(directory: site.directory.path)
    }

    @Test("enable makes a relative link once, disable removes it once")
    func links() throws {
        #expect(try files.enable("broker"))
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: files.path("broker", in: .enabled))
                == "../workers_available/broker.conf")
        #expect(try !files.enable("broker"))
        #expect(files.names(in: .enabled) == ["broker"])
        #expect(try files.disable("broker"))
        #expect(try !files.disable("broker"))
        #expect(files.names(in: .enabled) == [])
    }

    @Test("A wrong name is told the nearest right one")
    func wrongName() {
        #expect { try files.enable("borker") } throws: {
            "\($0)" == "workers_available/borker.conf: there is no such file; nearest: broker"
        }
        #expect { try files.disable("brokr") } throws: {
            "\($0)" == "workers_enabled/brokr.conf: there is no such file; nearest: broker"
        }
        #expect(throws: WorkerFileError.self) { try files.disable("../workers_available/broker") }
    }

    @Test("A dangling link is mended by enable and removed by disable; a copy is left alone")
    func oddities() throws {
        let link = files.path("broker", in: .enabled)
        try site.directory.write("", to: "workers_enabled/copy.conf")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "../gone.conf")
        #expect(try files.enable("broker"))
        #expect(try files.disable("broker"))
        #expect {
            try files.disable("copy")
        } throws: {
            "\($0)" == "workers_enabled/copy.conf: is a copy and no link; move it to workers_available/ yourself"
        }
    }

    @Test("A file with the path of a worker file is a link, as git writes one where there are none")
    func pathInFile() throws {
        try site.directory.write("../workers_available/broker.conf", to: "workers_enabled/broker.conf")
        #expect(site.load().configuration?.workers.map(\.name) == ["broker", "main"])
        #expect(try !files.enable("broker"))
        #expect(try files.disable("broker"))
        #expect(site.load().configuration?.workers.map(\.name) == ["main"])
    }

    @Test("The list has every worker with its kind, wherever it stands")
    func list() throws {
        try files.enable("pair")
        let workers = WorkerList(directory: site.directory.path).workers
        #expect(
            workers.map { "\($0.name) \($0.enabled) \($0.kind) \($0.file)" } == [
                "broker false broker workers_available/broker.conf", "main true broker loglines.cfg",
                "odd false ? workers_available/odd.conf", "pair true tail, file workers_available/pair.conf",
            ])
    }
}
