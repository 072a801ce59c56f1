package io.github.chthosting.compose.deployment;

import io.github.chthosting.platform.CertificateSource;
import io.github.chthosting.platform.Topology;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Deployments that cannot be, each with the exact problems that are told. */
final class InvalidDeployments {
  private InvalidDeployments() {}

  /** One setting of each sort that is wrong, and one of many at once. */
  static Stream<Arguments> all() {
    return Stream.of(
        invalid(
            named(""),
            "project: '' must be 1 to 63 of a-z, 0-9, _ and -, beginning with a letter or digit"),
        invalid(
            named("CHT"),
            "project: 'CHT' must be 1 to 63 of a-z, 0-9, _ and -, beginning with a letter or digit"),
        invalid(
            named("cht clinic"),
            "project: 'cht clinic' must be 1 to 63 of a-z, 0-9, _ and -, beginning with a letter or digit"),
        invalid(
            named("-cht"),
            "project: '-cht' must be 1 to 63 of a-z, 0-9, _ and -, beginning with a letter or digit"),
        invalid(
            named("_cht"),
            "project: '_cht' must be 1 to 63 of a-z, 0-9, _ and -, beginning with a letter or digit"),
        invalid(
            named("clinic.one"),
            "project: 'clinic.one' must be 1 to 63 of a-z, 0-9, _ and -, beginning with a letter or digit"),
        invalid(
            named("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
            "project: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' must be 1 to 63 of a-z, 0-9, _ and -, beginning with a letter or digit"),
        invalid(
            named("cht$(id)"),
            "project: 'cht$(id)' must be 1 to 63 of a-z, 0-9, _ and -, beginning with a letter or digit"),
        invalid(
            version("5"),
            "version: '5' is not a version: releases have three numbers, such as 5.0.2"),
        invalid(
            version("5.0"),
            "version: '5.0' is not a version: releases have three numbers, such as 5.0.2"),
        invalid(
            version("v4"),
            "version: 'v4' is not a version: releases have three numbers, such as 5.0.2"),
        invalid(
            version(""),
            "version: '' is not a version: neither a release, such as 5.0.2, nor a branch's name"),
        invalid(
            version("latest release"),
            "version: 'latest release' is not a version: neither a release, such as 5.0.2, nor a branch's name"),
        invalid(
            version("../x"),
            "version: '../x' is not a version: neither a release, such as 5.0.2, nor a branch's name"),
        invalid(
            version("3.17.0"),
            "version: 3.17.0 cannot be hosted: 4.0.0 is the oldest; migrate a 3.x to 4.x with its data"),
        invalid(
            version("6.1.0"), "version: 6.1.0 cannot be hosted: this library knows 4.x and 5.x"),
        invalid(with(b -> b.domain("")), "domain: '' is not a host name"),
        invalid(
            with(b -> b.domain("https://cht.example.org")),
            "domain: 'https://cht.example.org' is a URL or path; give the host name alone"),
        invalid(
            with(b -> b.domain("cht.example.org/medic")),
            "domain: 'cht.example.org/medic' is a URL or path; give the host name alone"),
        invalid(
            with(b -> b.domain("cht.example.org:8443")),
            "domain: 'cht.example.org:8443' has a port; set the port separately"),
        invalid(
            with(b -> b.domain("cht_one.example.org")),
            "domain: 'cht_one.example.org' is not a host name"),
        invalid(
            with(b -> b.domain("-cht.example.org")),
            "domain: '-cht.example.org' is not a host name"),
        invalid(
            with(b -> b.domain("cht..example.org")),
            "domain: 'cht..example.org' is not a host name"),
        invalid(with(b -> b.domain("300.1.1.1")), "domain: '300.1.1.1' is not an IP address"),
        invalid(with(b -> b.domain("1.2.3")), "domain: '1.2.3' is not an IP address"),
        invalid(
            with(
                b ->
                    b.domain(
                        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.org")),
            "domain: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.org' is not a host name"),
        invalid(with(b -> b.ports(0, 443)), "HTTP port: 0 is not within 1 to 65535"),
        invalid(with(b -> b.ports(-1, 443)), "HTTP port: -1 is not within 1 to 65535"),
        invalid(with(b -> b.ports(65536, 443)), "HTTP port: 65536 is not within 1 to 65535"),
        invalid(with(b -> b.ports(80, 0)), "HTTPS port: 0 is not within 1 to 65535"),
        invalid(with(b -> b.ports(80, 70000)), "HTTPS port: 70000 is not within 1 to 65535"),
        invalid(with(b -> b.ports(8080, 8080)), "ports: HTTP and HTTPS must not share port 8080"),
        invalid(in("cht", "/srv/data"), "folder: cht is not absolute"),
        invalid(in("/", "/srv/data"), "folder: must not be the root of the file system"),
        invalid(in("/srv/../cht", "/srv/data"), "folder: /srv/../cht has . or .. within"),
        invalid(
            in("/srv/c:ht", "/srv/data"),
            "folder: /srv/c:ht has a ':' or control character, which volumes cannot"),
        invalid(
            in("/srv/c\nht", "/srv/data"),
            "folder: /srv/c?ht has a ':' or control character, which volumes cannot"),
        invalid(
            in("/srv/c,ht", "/srv/data"),
            "folder: /srv/c,ht has a ',', at which Compose takes the names of files apart"),
        invalid(in("/srv/cht", "data"), "data folder: data is not absolute"),
        invalid(
            in("/srv/cht", "/"),
            "data folder: must not be the root of the file system",
            "data folder: / holds the installation's folder"),
        invalid(
            in("/srv/cht", "/srv/cht"), "data folder: /srv/cht holds the installation's folder"),
        invalid(in("/srv/cht", "/srv"), "data folder: /srv holds the installation's folder"),
        invalid(
            in("/srv/cht", "/srv/a:b"),
            "data folder: /srv/a:b has a ':' or control character, which volumes cannot"),
        invalid(in("/srv/cht", "/a", "/b"), "data folders: SINGLE needs 1, not 2"),
        invalid(clustered("/a"), "data folders: CLUSTERED needs 3, not 1"),
        invalid(clustered("/a", "/b", "/c", "/d"), "data folders: CLUSTERED needs 3, not 4"),
        invalid(clustered("/a", "/a", "/c"), "data folders: /a and /a must lie apart"),
        invalid(clustered("/a", "/b", "/b/c"), "data folders: /b and /b/c must lie apart"),
        invalid(
            with(b -> b.memoryLimit("couch", 1L << 30)),
            "memory limit: there is no service 'couch'; there are api, couchdb, haproxy, nginx, nouveau, sentinel, upgrade-service"),
        invalid(
            with(b -> b.memoryLimit("couchdb-1.local", 1L << 30)),
            "memory limit: there is no service 'couchdb-1.local'; there are api, couchdb, haproxy, nginx, nouveau, sentinel, upgrade-service"),
        invalid(
            with(b -> b.memoryLimit("healthcheck", 1L << 30)),
            "memory limit: there is no service 'healthcheck'; there are api, couchdb, haproxy, nginx, nouveau, sentinel, upgrade-service"),
        invalid(
            with(b -> b.topology(Topology.CLUSTERED).memoryLimit("couchdb", 1L << 30)),
            "memory limit: there is no service 'couchdb'; there are api, couchdb-1.local, couchdb-2.local, couchdb-3.local, haproxy, healthcheck, nginx, nouveau, sentinel, upgrade-service"),
        invalid(
            version("4.21.1", b -> b.memoryLimit("nouveau", 1L << 30)),
            "memory limit: there is no service 'nouveau'; there are api, couchdb, haproxy, healthcheck, nginx, sentinel, upgrade-service"),
        invalid(
            with(b -> b.memoryLimit("api", 0)),
            "memory limit: api cannot run in 0 bytes; give it 67108864"),
        invalid(
            with(b -> b.memoryLimit("api", -5)),
            "memory limit: api cannot run in -5 bytes; give it 67108864"),
        invalid(
            with(b -> b.memoryLimit("couchdb", 100L << 20)),
            "memory limit: couchdb cannot run in 104857600 bytes; give it 536870912"),
        invalid(
            with(b -> b.memoryLimit("api", Long.MAX_VALUE)),
            "memory limit: 9223372036854775807 bytes for api are a mistake"),
        invalid(
            with(
                b ->
                    b.tls(
                        CertificateSource.ownCertificate(Path.of("cert.pem"), Path.of("/k.pem")))),
            "TLS certificate: cert.pem is not absolute"),
        invalid(
            with(b -> b.tls(CertificateSource.ownCertificate(Path.of("/c.pem"), Path.of("k.pem")))),
            "TLS key: k.pem is not absolute"),
        invalid(
            with(
                b -> b.tls(CertificateSource.ownCertificate(Path.of("/c.pem"), Path.of("/c.pem")))),
            "TLS: certificate and key must be two files, not both /c.pem"),
        invalid(
            with(b -> b.domain("cht.example.org").tls(CertificateSource.acme("me"))),
            "TLS: 'me' is not an e-mail address, which ACME needs"),
        invalid(
            with(b -> b.domain("cht.example.org").tls(CertificateSource.acme("a@b@c"))),
            "TLS: 'a@b@c' is not an e-mail address, which ACME needs"),
        invalid(
            with(b -> b.domain("localhost").tls(CertificateSource.acme("a@example.org"))),
            "TLS: ACME gives no certificate for 'localhost'; it needs a public name"),
        invalid(
            with(b -> b.domain("10.0.0.5").tls(CertificateSource.acme("a@example.org"))),
            "TLS: ACME gives no certificate for '10.0.0.5'; it needs a public name"),
        invalid(
            with(b -> b.domain("clinic.local").tls(CertificateSource.acme("a@example.org"))),
            "TLS: ACME gives no certificate for 'clinic.local'; it needs a public name"),
        invalid(
            with(b -> b.domain("clinic.internal").tls(CertificateSource.acme("a@example.org"))),
            "TLS: ACME gives no certificate for 'clinic.internal'; it needs a public name"),
        invalid(
            with(
                b ->
                    b.domain("cht.example.org")
                        .ports(8080, 443)
                        .tls(CertificateSource.acme("a@example.org"))),
            "TLS: ACME by HTTP-01 needs HTTP port 80, not 8080"),
        invalid(
            version(
                "4.1.1",
                b -> b.domain("cht.example.org").tls(CertificateSource.acme("a@example.org"))),
            "TLS: 4.1.1 has no ACME; it came with CHT 4.2.0"),
        invalid(
            with(b -> b.network("my net")),
            "network: 'my net' must be 1 to 63 letters, digits, _, . and -"),
        invalid(
            with(b -> b.network("host")),
            "network: 'host' belongs to the engine; choose a name of your own"),
        invalid(
            with(b -> b.network("bridge")),
            "network: 'bridge' belongs to the engine; choose a name of your own"),
        invalid(
            with(b -> b.registryMirror("https://mirror.example.org")),
            "registry mirror: leave out the scheme: HOST[:PORT][/PATH]"),
        invalid(
            with(b -> b.registryMirror("me:pw@mirror.example.org")),
            "registry mirror: must hold no credentials; use docker login"),
        invalid(
            with(b -> b.registryMirror("Mirror.example.org")),
            "registry mirror: 'Mirror.example.org' is not HOST[:PORT][/PATH] in lower case"),
        invalid(
            with(b -> b.registryMirror("mirror.example.org/")),
            "registry mirror: 'mirror.example.org/' is not HOST[:PORT][/PATH] in lower case"),
        invalid(
            with(b -> b.registryMirror("mirror.example.org/a b")),
            "registry mirror: 'mirror.example.org/a b' is not HOST[:PORT][/PATH] in lower case"),
        invalid(
            version("5.x", b -> b.domain("a b").ports(0, 0).network("host")),
            "version: '5.x' is not a version: releases have three numbers, such as 5.0.2",
            "network: 'host' belongs to the engine; choose a name of your own",
            "domain: 'a b' is not a host name",
            "HTTP port: 0 is not within 1 to 65535",
            "HTTPS port: 0 is not within 1 to 65535",
            "ports: HTTP and HTTPS must not share port 0"));
  }

  private static Arguments invalid(Consumer<List<ComposeDeployment>> attempt, String... problems) {
    return Arguments.of(attempt, Arrays.asList(problems));
  }

  private static Consumer<List<ComposeDeployment>> with(
      UnaryOperator<ComposeDeploymentBuilder> change) {
    return version("5.0.2", change);
  }

  private static Consumer<List<ComposeDeployment>> version(String version) {
    return version(version, UnaryOperator.identity());
  }

  private static Consumer<List<ComposeDeployment>> version(
      String version, UnaryOperator<ComposeDeploymentBuilder> change) {
    return built ->
        built.add(
            change.apply(ComposeDeployment.builder("cht", version, Path.of("/srv/cht"))).build());
  }

  private static Consumer<List<ComposeDeployment>> named(String project) {
    return built ->
        built.add(ComposeDeployment.builder(project, "5.0.2", Path.of("/srv/cht")).build());
  }

  private static Consumer<List<ComposeDeployment>> in(String folder, String... data) {
    return built ->
        built.add(
            ComposeDeployment.builder("cht", "5.0.2", Path.of(folder))
                .dataFolders(paths(data))
                .build());
  }

  private static Consumer<List<ComposeDeployment>> clustered(String... data) {
    return with(b -> b.topology(Topology.CLUSTERED).dataFolders(paths(data)));
  }

  private static Path[] paths(String... texts) {
    return Stream.of(texts).map(Path::of).toArray(Path[]::new);
  }
}
