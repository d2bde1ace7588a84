import Crypto
import Foundation
import NIOCore
import NIOSSL
import SwiftASN1
import X509

/// A certificate that is made when the server starts and trusted by nobody who was not told to.
struct SelfSignedCertificate: Sendable {
    /// Where a sandbox org may be looked for: this machine, and under the names of Salesforce's own hosts when a client
    /// insists on those.
    static let hostNames = [
        "localhost", "login.salesforce.com", "test.salesforce.com", "*.salesforce.com", "*.my.salesforce.com",
        "*.sandbox.my.salesforce.com", "*.develop.my.salesforce.com",
    ]

    private static let lifetime: TimeInterval = 365 * 86_400

    /// The certificate, for clients to trust.
    let pem: String
    private let keyPEM: String

    /// Makes a key and its certificate, good for a year from `now` by the clock of the clients.
    init(now: Date = Date()) throws {
        let key = P256.Signing.PrivateKey()
        let name = try DistinguishedName { CommonName("Switchboard sandbox org") }
        let loopback = [[127, 0, 0, 1], Array(repeating: 0, count: 15) + [1]] as [[UInt8]]
        let names =
            Self.hostNames.map(GeneralName.dnsName)
            + loopback.map { GeneralName.ipAddress(ASN1OctetString(contentBytes: $0[...])) }
        let certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: Certificate.PublicKey(key.publicKey),
            // Clocks differ.
            notValidBefore: now.addingTimeInterval(-3600),
            notValidAfter: now.addingTimeInterval(Self.lifetime),
            issuer: name,
            subject: name,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                Critical(KeyUsage(digitalSignature: true, keyCertSign: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectKeyIdentifier(hash: Certificate.PublicKey(key.publicKey))
                SubjectAlternativeNames(names)
            },
            issuerPrivateKey: Certificate.PrivateKey(key)
        )
        pem = try certificate.serializeAsPEM().pemString + "\n"
        keyPEM = key.pemRepresentation
    }

    func serverConfiguration() throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(try NIOSSLCertificate(bytes: Array(pem.utf8), format: .pem))],
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(keyPEM.utf8), format: .pem))
        )
        // Clients that keep a connection and do nothing with it do not say goodbye either.
        configuration.shutdownTimeout = .milliseconds(200)
        return configuration
    }

    /// Writes the certificate, without its key, to a new temporary file; answers its path.
    func writeToTemporaryFile() throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "sandbox-\(UUID().uuidString).pem")
        try Data(pem.utf8).write(to: file, options: .withoutOverwriting)
        return file.path
    }
}
