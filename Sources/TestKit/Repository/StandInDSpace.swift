/// DSpace 7 and later, REST: `bitstreams/UUID?embed=bundle/item`, `items/UUID`, `pid/find?id=HANDLE`.
extension StandInRequest {
    var dspaceAnswer: StandInAnswer? {
        guard let place = rest(after: "/server/api/") else { return nil }
        if place == "pid/find" { return found(self["id"] ?? "") }
        let words = place.split(separator: "/").map(String.init)
        guard words.count == 3, words[0] == "core" else { return failure(404) }
        let uuid = words[2]
        switch words[1] {
        case "bitstreams": return bitstream(uuid)
        case "items":
            if uuid == RepositoryHoldings.restricted { return failure(401) }
            return handle(ofItem: uuid).map { .json(item(uuid, $0)) } ?? failure(404)
        case "collections": return .json(container("collection", RepositoryHoldings.collection, uuid))
        case "communities": return .json(container("community", RepositoryHoldings.community, uuid))
        default: return failure(404)
        }
    }

    private func found(_ handle: String) -> StandInAnswer {
        let place: String? =
            switch handle {
            case RepositoryHoldings.handle: "items/\(RepositoryHoldings.item)"
            case RepositoryHoldings.withdrawn: "items/\(RepositoryHoldings.restricted)"
            case RepositoryHoldings.collection: "collections/5a7c7b6e-0000-4000-8000-000000000001"
            case RepositoryHoldings.community: "communities/5a7c7b6e-0000-4000-8000-000000000002"
            default: RepositoryHoldings.number(ofHandle: handle).map { "items/\(RepositoryHoldings.uuid($0))" }
            }
        guard let place else { return failure(404) }
        return StandInAnswer(302, "text/plain", "", headers: ["Location: \(url)/server/api/core/\(place)"])
    }

    private func handle(ofItem uuid: String) -> String? {
        if uuid == RepositoryHoldings.item { return RepositoryHoldings.handle }
        return RepositoryHoldings.number(ofUUID: uuid, kind: "a").map { "1826/\($0)" }
    }

    private func bitstream(_ uuid: String) -> StandInAnswer {
        let bundle: String
        switch uuid {
        case RepositoryHoldings.original: bundle = "ORIGINAL"
        case RepositoryHoldings.thumbnail: bundle = "THUMBNAIL"
        case RepositoryHoldings.text: bundle = "TEXT"
        case RepositoryHoldings.licence: bundle = "LICENSE"
        case RepositoryHoldings.logo: return .json(bitstream(uuid, embedding: "\"bundle\":null"))
        default:
            guard let number = RepositoryHoldings.number(ofUUID: uuid, kind: "b") else { return failure(404) }
            return .json(
                bitstream(
                    uuid,
                    embedding: self.bundle("ORIGINAL", of: item(RepositoryHoldings.uuid(number), "1826/\(number)"))))
        }
        return .json(
            bitstream(
                uuid,
                embedding: self.bundle(bundle, of: item(RepositoryHoldings.item, RepositoryHoldings.handle))))
    }

    private func bitstream(_ uuid: String, embedding: String) -> String {
        """
        {"id":"\(uuid)","uuid":"\(uuid)","name":"a.pdf","handle":null,"metadata":{"dc.title":[{"value":"a.pdf",\
        "language":null,"authority":null,"confidence":-1,"place":0}]},"sizeBytes":8528,"checkSum":\
        {"checkSumAlgorithm":"MD5","value":"9d8f0f9e369cf12159d47c146c499cf4"},"sequenceId":1,"type":"bitstream",\
        "_links":{"self":{"href":"\(url)/server/api/core/bitstreams/\(uuid)"}}\
        \(self["embed"] == "bundle/item" ? ",\"_embedded\":{\(embedding)}" : "")}
        """
    }

    private func bundle(_ name: String, of item: String) -> String {
        """
        "bundle":{"uuid":"8a1b0c9d-0000-4000-8000-000000000003","name":"\(name)","handle":null,"metadata":{},\
        "type":"bundle","_embedded":{"item":\(item)}}
        """
    }

    private func item(_ uuid: String, _ handle: String) -> String {
        """
        {"id":"\(uuid)","uuid":"\(uuid)","name":"An article","handle":"\(handle)","metadata":{"dc.contributor.author":\
        [{"value":"Müller, Jörg","language":"en","authority":null,"confidence":-1,"place":0}]},"inArchive":true,\
        "discoverable":true,"withdrawn":false,"lastModified":"2017-06-24T00:40:54.970+00:00","entityType":null,\
        "type":"item"}
        """
    }

    private func container(_ type: String, _ handle: String, _ uuid: String) -> String {
        """
        {"id":"\(uuid)","uuid":"\(uuid)","name":"Weather","handle":"\(handle)","metadata":{},"archivedItemsCount":-1,\
        "type":"\(type)"}
        """
    }

    private func failure(_ status: Int) -> StandInAnswer {
        let names = [401: "Unauthorized", 404: "Not Found"]
        return .json(
            """
            {"timestamp":"2024-06-15T12:35:07.000+00:00","status":\(status),"error":"\(names[status] ?? "")",\
            "message":"An exception has occurred","path":"\(path)"}
            """, status: status)
    }
}

/// DSpace 5 and 6, REST: `handle/PREFIX/SUFFIX`.
extension StandInRequest {
    var dspace6Answer: StandInAnswer? {
        guard let handle = rest(after: "/rest/handle/") else { return nil }
        let type: String
        switch handle {
        case RepositoryHoldings.collection: type = "collection"
        case RepositoryHoldings.community: type = "community"
        case RepositoryHoldings.handle: type = "item"
        case RepositoryHoldings.withdrawn: return StandInAnswer(401, "text/html", "")
        default:
            guard RepositoryHoldings.number(ofHandle: handle) != nil else { return StandInAnswer(404, "text/html", "") }
            type = "item"
        }
        let more = type == "item" ? ",\"archived\":\"true\",\"withdrawn\":\"false\"" : ",\"copyrightText\":\"\""
        return .json(
            """
            {"id":34886,"name":"An article","handle":"\(handle)","type":"\(type)","link":"/rest/\(type)s/34886",\
            "expand":["metadata","parentCollection","bitstreams","all"],"lastModified":"2015-07-27 11:00:18.027"\(more)}
            """)
    }
}
