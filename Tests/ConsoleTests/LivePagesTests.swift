import Glibc
import TestKit
import Testing

@testable import Console

/// What pages hear over their one WebSocket, from a real console.
@Suite(.serialized) struct LivePagesTests {
    @Test func pagesHearOfEveryChange() throws {
        let site = try ConsoleSite("[process_many]\ncommand = sleep 10000\nnumprocs = 2")
        let (session, _) = try site.logIn()
        let client = try LiveClient(site, session)
        // What nobody tells of, and what nobody may want, does no harm.
        for topic in ["none", "overview:", "overview:nobody", "worker:operator", "log:"] { client.subscribe(topic) }
        for topic in ["overview:operator", "workers:reader", "worker:operator/many_1"] { client.subscribe(topic) }
        for topic in ["overview:operator", "workers:reader", "worker:operator/many_1"] {
            let page = try client.hear(topic, "RUNNING")
            #expect(page.contains("data-act") == (topic == "worker:operator/many_1"), "\(page)")
        }
        #expect(try loglines("stop", "many:many_1", in: site.directory).output == "many_1: stopped\n")
        try client.hear("overview:operator", "many_1 STOPPED")
        try client.hear("worker:operator/many_1", "STOPPED")
        client.subscribe("rates")
        try client.hear("rates", #""step":5"#)
        try client.hear("rates", #""end":1"#)
    }

    @Test func logsAreFollowedThroughRotationAndReconnection() throws {
        let site = try ConsoleSite(
            """
            [process_talker]
            command = sh -c 'touch talk; exec tail -n +1 -f talk'
            stdout_logfile = logs/talker.log
            stdout_logfile_maxbytes = 200
            stdout_logfile_backups = 5
            [process_quiet]
            command = sleep 10000
            """)
        let (session, _) = try site.logIn()
        func talk(_ numbers: ClosedRange<Int>) throws {
            for number in numbers {
                _ = shell("echo 'line \(number) <b>&amp;</b>' >> talk; sleep 0.01", in: site.directory)
            }
            try eventually("the log has line \(numbers.upperBound)") {
                shell("cat logs/talker.log*", in: site.directory).output.contains("line \(numbers.upperBound) ")
            }
        }
        var heard = ""
        var place = ""
        func hear(_ client: LiveClient, until number: Int) throws {
            try eventually("line \(number) is heard") {
                guard let (topic, json) = client.next() else { return false }
                #expect(topic.hasPrefix("log:talker:talker_0") && json.contains(#""left_out":0"#), "\(json)")
                heard += try #require(json.firstMatch(of: /"text":"([^"]*)"/)).output.1
                place = String(try #require(json.firstMatch(of: /"place":"([0-9]+-[0-9]+)"/)).output.1)
                return heard.contains("line \(number) ")
            }
        }
        try talk(1...3)
        var client = try LiveClient(site, session)
        client.subscribe("log:talker:talker_0/stdout")
        try hear(client, until: 3)
        // Rotated twice and more, while somebody listens and while nobody does.
        try talk(4...20)
        try hear(client, until: 20)
        client = try LiveClient(site, session)
        try talk(21...40)
        client.subscribe("log:talker:talker_0/stdout@\(place)")
        try hear(client, until: 40)
        #expect(heard == (1...40).map { "line \($0) <b>&amp;</b>\\n" }.joined())
        #expect(site.directory.read("logs/talker.log.2") != nil)

        // Of what the supervisor does not report nothing is ever heard.
        let other = try LiveClient(site, session)
        for name in ["../loglines.cfg", "/etc/passwd", "talker", "none:none_0", "quiet:quiet_0/../talker"] {
            other.subscribe("log:\(name)")
        }
        other.subscribe("log:talker:talker_0")
        try eventually("the log that there is is heard") {
            guard let (topic, json) = other.next() else { return false }
            #expect(topic == "log:talker:talker_0", "\(json)")
            return json.contains("line 40 ")
        }
    }

    @Test func aLogThatIsClearedSaysSo() throws {
        let site = try ConsoleSite("[process_talker]\ncommand = sh -c 'echo begun; exec sleep 10000'")
        let (session, csrf) = try site.logIn()
        let client = try LiveClient(site, session)
        client.subscribe("log:talker:talker_0")
        try client.hear("log:talker:talker_0", "begun")
        let answer = site.ask(
            "/api/v1/processes/talker%3Atalker_0/clear",
            session + ["-X", "POST", "-H", "X-CSRF-Token: \(csrf)", "-d", "seen=1"])
        #expect(answer.status == 200 && answer.body.contains(#""result":"cleared""#), "\(answer)")
        try client.hear("log:talker:talker_0", #""is_emptied":true"#)
    }
}
