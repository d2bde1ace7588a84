import Foundation
import JSON

/// An org that gives every request the same answer, and a proxy before it: nginx as both.
///
/// It shows what the machine can do at all with such requests, which is what a server in the middle is held against.
final class FixedOrg {
    let url: String
    /// The same answers through a proxy that does nothing but pass them on.
    let proxiedURL: String
    private let program: Program

    init?(in folder: URL) throws {
        guard let nginx = Program.path(of: "nginx") else { return nil }
        let port = 18_431
        url = "http://127.0.0.1:\(port)"
        proxiedURL = "http://127.0.0.1:\(port + 1)"
        let configuration = folder.appendingPathComponent("nginx.conf")
        try Self.configuration(url: url, port: port).write(to: configuration, atomically: true, encoding: .utf8)
        program = try Program(
            nginx,
            ["-p", folder.path, "-e", "nginx-errors.log", "-c", configuration.path, "-g", "daemon off;"],
            log: folder.appendingPathComponent("nginx.log")
        )
    }

    func stop() { program.stop() }

    /// The target of the request that ``answer`` is the answer to, for whoever asks without Switchboard.
    static let target = "/services/data/v59.0/query?q=SELECT+Id+FROM+Contact"

    private static let organization = "00DWq000000AbCdMAE"
    private static let user = "005Wq000000AbCdIAE"

    private static var contacts: JSONValue {
        let record: JSONValue = [
            "attributes": [
                "type": "Contact", "url": "/services/data/v59.0/sobjects/Contact/003Wq000001AbCdIAK",
            ],
            "Id": "003Wq000001AbCdIAK", "Name": "Sarah Johnson", "Email": "sarah.johnson@acme.example",
            "Phone": "(555) 234-5678", "AccountId": "001Wq000002XyZzIAK",
            "Account": ["attributes": ["type": "Account"], "Name": "Acme Corporation"],
        ]
        return ["totalSize": 1, "done": true, "records": [record]]
    }

    private static func configuration(url: String, port: Int) -> String {
        let identity = "\(url)/id/\(organization)/\(user)"
        let token: JSONValue = [
            "access_token": .string("\(organization)!fixed"), "instance_url": .string(url),
            "id": .string(identity), "token_type": "Bearer", "scope": "api",
        ]
        let person: JSONValue = [
            "id": .string(identity), "user_id": .string(user), "organization_id": .string(organization),
            "username": "fixed@acme.example", "display_name": "Fixed Org",
            "urls": ["rest": .string("\(url)/services/data/v{version}/")],
        ]
        let created: JSONValue = ["id": "00QWq000001AbCdIAK", "success": true, "errors": []]
        func answer(_ status: Int, _ value: JSONValue) -> String {
            "default_type application/json; return \(status) '\(value.serializedText())';"
        }
        return """
            worker_processes 1;
            pid nginx.pid;
            events { worker_connections 1024; }
            http {
                access_log off;
                client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi; scgi_temp_path scgi;
                keepalive_requests 1000000000;
                upstream org { server 127.0.0.1:\(port); keepalive 64; keepalive_requests 1000000000; }
                server {
                    listen 127.0.0.1:\(port);
                    location /services/oauth2/token { \(answer(200, token)) }
                    location /services/oauth2/userinfo { \(answer(200, person)) }
                    location /id/ { \(answer(200, person)) }
                    location /services/data/v59.0/query { \(answer(200, contacts)) }
                    location /services/data/v59.0/sobjects/ { \(answer(201, created)) }
                    location /services/data { \(answer(200, [])) }
                }
                server {
                    listen 127.0.0.1:\(port + 1);
                    location / {
                        proxy_pass http://org;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                    }
                }
            }
            """
    }
}
