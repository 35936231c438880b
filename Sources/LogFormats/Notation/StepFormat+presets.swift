import PluginAPI

/// Presets in nginx' notation (usage-protocols.md, sections 8.8 and 8.13). What follows the last field, which grows from
/// year to year, is let pass.
extension StepFormat {
    /// AWS' classic load balancer.
    static var elb: StepFormat {
        get throws { try preset("elb", "$time_iso8601 $balancer \(balanced)") }
    }

    /// AWS' application load balancer.
    static var alb: StepFormat {
        get throws { try preset("alb", "$type $time_iso8601 $balancer \(balanced)") }
    }

    /// S3's access log. Only `*.GET.OBJECT` is a hit: the rest is buckets' housekeeping, and HEAD.
    static var s3: StepFormat {
        get throws {
            try preset(
                "s3",
                #"$owner $host [$time_local] $remote_addr $requester $id $operation $key "$request" $status $error $bytes_sent $size $total_time $turnaround_time "$http_referer" "$http_user_agent""#,
                operations: ".GET.OBJECT")
        }
    }

    /// Gandi's simple hosting.
    static var gandi: StepFormat {
        get throws {
            try preset(
                "gandi",
                #"$host $remote_addr $ident $remote_user [$time_local] ($seconds s) "$request" $status $bytes_sent "$http_referer" "$http_user_agent""#
            )
        }
    }

    private static let balanced =
        #"$remote_addr:$remote_port $backend $receiving $waiting $sending $status $backend_status $request_length $bytes_sent "$request" "$http_user_agent""#

    private static func preset(_ name: String, _ notation: String, operations: String? = nil) throws -> StepFormat {
        try StepFormat(name: name, tokens: NginxNotation.tokens(of: notation), operations: operations)
    }
}
