package io.github.chthosting.couchdb.internal;

import io.github.chthosting.HostingException;
import io.github.chthosting.UnsupportedVersionException;
import io.github.chthosting.couchdb.server.CouchDbVersion;
import io.github.chthosting.couchdb.server.ServerInfo;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The kind and version of the server at the other end. Asked when first needed, then remembered.
 * Thread-safe.
 */
public final class Server {
  private static final CouchDbVersion OLDEST = CouchDbVersion.of(2, 0);

  private volatile @Nullable ServerInfo known;

  /** Asks {@code GET /}. */
  public ServerInfo ask(Wire wire) {
    try (Reply reply = wire.send(Call.of("GET"))) {
      ServerInfo info = read(reply.operation(), wire.parse(reply));
      known = info;
      return info;
    }
  }

  /**
   * Refuses what the server is too old for, before it is sent.
   *
   * @throws UnsupportedVersionException naming both versions
   */
  public void require(Wire wire, CouchDbVersion since, String feature) {
    ServerInfo info = known;
    if (info == null) {
      info = ask(wire);
    }
    if (!info.version().isAtLeast(since)) {
      throw new UnsupportedVersionException(
          feature,
          feature
              + " is unsupported by CouchDB "
              + info.versionText()
              + ": needs "
              + (since.patch() > 0 ? since : since.major() + "." + since.minor())
              + " or later. Nothing was sent.",
          null);
    }
  }

  private static ServerInfo read(String operation, JsonNode json) {
    String text = json.path("version").asString("");
    if (!json.path("couchdb").isString() || !CouchDbVersion.isVersion(text)) {
      throw new HostingException(
          operation,
          operation + ": answered, but is not CouchDB. Check host, port and path prefix.",
          false,
          null);
    }
    CouchDbVersion version = CouchDbVersion.parse(text);
    if (!version.isAtLeast(OLDEST)) {
      throw new UnsupportedVersionException(
          operation, operation + ": CouchDB " + text + " is too old: 2.3 or later is needed", null);
    }
    return new ServerInfo(
        version,
        text,
        json.path("uuid").asString(""),
        json.path("git_sha").asString(""),
        texts(json.path("features")),
        json.path("vendor").path("name").asString(""));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asString("")));
    return texts;
  }
}
