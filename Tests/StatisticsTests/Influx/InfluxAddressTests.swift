import Testing

@testable import Statistics

@Suite("Addresses of InfluxDB")
struct InfluxAddressTests {
    @Test(
        "Where lines go, and what is shown of it",
        arguments: [
            ("influxdb://h/d", "http://h:8086/write?db=d&precision=ns", "influxdb://h:8086/d"),
            ("influxdb://me:pw@h:1/d", "http://h:1/write?db=d&precision=ns", "influxdb://h:1/d"),
            (
                "influxdbs://h/d%20e?rp=two%20weeks", "https://h:8086/write?db=d%20e&rp=two%20weeks&precision=ns",
                "influxdbs://h:8086/d%20e"
            ),
            (
                "influxdb://:t0k=en==@[::1]:8087/b?org=my%26org",
                "http://[::1]:8087/api/v2/write?org=my%26org&bucket=b&precision=ns", "influxdb://[::1]:8087/b"
            ),
            ("influxdb://[::1]/d", "http://[::1]:8086/write?db=d&precision=ns", "influxdb://[::1]:8086/d"),
        ])
    func addresses(uri: String, url: String, shown: String) throws {
        let address = try InfluxAddress(uri: uri)
        #expect(address.writeURL == url)
        #expect(address.description == shown)
    }

    @Test("Users, passwords and tokens")
    func accounts() throws {
        let user = try InfluxAddress(uri: "influxdb://m%40e:p%3Aw:x%2F@h/d")
        #expect((user.user, user.password, user.token) == ("m@e", "p:w:x/", nil))
        let token = try InfluxAddress(uri: "influxdb://:a-b_c==@h/b?org=o")
        #expect((token.user, token.password, token.token) == ("", "", "a-b_c=="))
        let nobody = try InfluxAddress(uri: "influxdb://h/d")
        #expect((nobody.user, nobody.password, nobody.token) == ("", "", nil))
    }

    @Test(
        "What is no address is told without its secrets",
        arguments: [
            ("influxdb://:s3cret@h/d", "wants ?org=ORG"), ("influxdb://u:s3cret@h/d?org=o", ":TOKEN@"),
            ("influxdb://h/d?org=o", ":TOKEN@"), ("influxdb://:s3cret@h/d?org=o&rp=x", "?rp= is of"),
            ("influxdb://u:s3cret@h", "no database"), ("influxdb://u:s3cret@h/", "no database"),
            ("influxdb://u:s3cret@h/a/b", "no database"), ("influxdb://u:s3cret@/d", "host"),
            ("influxdb://u:s3cret@h:0/d", "port"), ("influxdb://u:s3cret@h:x/d", "port"),
            ("influxdb://u:s3cret@h h/d", "host"), ("influxdb://u:s3cret@h/d?x=1", "org=ORG"),
            ("influxdb://u:s3cret%0A@h/d", "control"), ("influxdb://:s3cret@h/b?org=", "org=ORG"),
        ])
    func wrong(uri: String, reason: String) throws {
        let error = try #require(throws: StoreError.self) { try InfluxAddress(uri: uri) }
        #expect(error.description.contains(reason) && !error.description.contains("s3cret"), "\(error)")
    }
}
