package io.github.chthosting.compose.release;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Reply;
import io.github.chthosting.http.Transport;
import io.github.chthosting.platform.Topology;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A CouchDB with a document for each version, and the files as its attachments. */
record BuildsServer(URI address) implements ReleaseSource {
  private static final int LIMIT = 4 << 20;

  @Override
  public Release fetch(ChtVersion version, Topology topology) {
    try (Transport transport = Transport.builder(List.of(address)).build()) {
      List<ReleaseFile> files = new ArrayList<>();
      for (String name : Release.names(topology)) {
        files.add(fetch(transport, version, name));
      }
      return new Release(version, files);
    }
  }

  @Override
  public ReleaseFile upgradeService() {
    try (Transport transport = Transport.builder(List.of(UPGRADE_SERVICE)).build()) {
      Call call = Call.of("GET", ReleaseFile.UPGRADE_SERVICE);
      return fetch(transport, call, ReleaseFile.UPGRADE_SERVICE, "the upgrade service");
    }
  }

  private static ReleaseFile fetch(Transport transport, ChtVersion version, String name) {
    Call call = Call.of("GET", "medic:medic:" + version, "docker-compose", name);
    return fetch(transport, call, name, "CHT " + version);
  }

  private static ReleaseFile fetch(Transport transport, Call call, String name, String of) {
    try (Reply reply = transport.send(call)) {
      if (reply.status() == 404) {
        throw new ReleaseNotFoundException(
            reply.operation(), reply.operation() + ": there is no " + name + " of " + of, null);
      }
      if (reply.status() != 200) {
        throw new HostingException(
            reply.operation(),
            reply.operation() + ": " + reply.status() + "; nothing was changed",
            reply.status() >= 500,
            null);
      }
      return new ReleaseFile(name, new String(reply.bytes(LIMIT), StandardCharsets.UTF_8));
    }
  }
}
