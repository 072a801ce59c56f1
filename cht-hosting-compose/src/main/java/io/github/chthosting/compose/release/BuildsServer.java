package io.github.chthosting.compose.release;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Json;
import io.github.chthosting.http.Reply;
import io.github.chthosting.http.Transport;
import io.github.chthosting.platform.Topology;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A CouchDB with a document for each version, and the files as its attachments. */
record BuildsServer(URI address) implements ReleaseSource {
  private static final String CHT = "medic:medic:";
  private static final int LIMIT = 4 << 20;
  private static final int LIST_LIMIT = 64 << 20;

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

  @Override
  public List<ChtVersion> versions() {
    Call call = Call.of("GET", "_design", "builds", "_view", "releases");
    try (Transport transport = Transport.builder(List.of(address)).build();
        Reply reply = transport.send(call)) {
      requireFound(reply, "list of versions");
      JsonNode rows = Json.mapper().readTree(reply.bytes(LIST_LIMIT)).path("rows");
      return StreamSupport.stream(rows.spliterator(), false)
          .map(row -> row.path("id").asString(""))
          .filter(id -> id.startsWith(CHT))
          .flatMap(id -> hosted(id.substring(CHT.length())))
          .distinct()
          .sorted()
          .toList();
    } catch (JacksonException e) {
      throw new HostingException(
          "list versions", "list versions: the answer of " + address + " is not a list", false, e);
    }
  }

  /** Returns a version that can be hosted, or nothing. */
  static Stream<ChtVersion> hosted(String name) {
    try {
      return Stream.of(ChtVersion.of(name)).filter(version -> version.unsupported().isEmpty());
    } catch (IllegalArgumentException e) {
      return Stream.empty();
    }
  }

  private static ReleaseFile fetch(Transport transport, ChtVersion version, String name) {
    Call call = Call.of("GET", CHT + version, "docker-compose", name);
    return fetch(transport, call, name, "CHT " + version);
  }

  private static ReleaseFile fetch(Transport transport, Call call, String name, String of) {
    try (Reply reply = transport.send(call)) {
      requireFound(reply, name + " of " + of);
      return new ReleaseFile(name, new String(reply.bytes(LIMIT), StandardCharsets.UTF_8));
    }
  }

  private static void requireFound(Reply reply, String what) {
    if (reply.status() == 404) {
      throw new ReleaseNotFoundException(
          reply.operation(), reply.operation() + ": there is no " + what, null);
    }
    if (reply.status() != 200) {
      throw new HostingException(
          reply.operation(),
          reply.operation() + ": " + reply.status() + "; nothing was changed",
          reply.status() >= 500,
          null);
    }
  }
}
