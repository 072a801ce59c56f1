package io.github.chthosting.couchdb.migration;

import io.github.chthosting.HostingException;
import io.github.chthosting.Secret;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Node;
import io.github.chthosting.files.DurableFile;
import io.github.chthosting.files.Permissions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The identity that a CHT must keep when its CouchDB is replaced: the secret, without which all
 * users are logged out, and the uuid, without which replications begin again. {@code toString}
 * shows the uuid only.
 *
 * @param uuid {@code couchdb/uuid}
 * @param secret {@code chttpd_auth/secret}, before CouchDB 3.2 {@code couch_httpd_auth/secret};
 *     empty if none is set
 */
public record InstanceIdentity(String uuid, Optional<Secret> secret) {

  /** Reads it from the node that answers. For administrators. */
  public static InstanceIdentity of(CouchDb couch) {
    Node node = couch.node();
    Optional<String> secret =
        node.configuration("chttpd_auth", "secret")
            .or(() -> node.configuration("couch_httpd_auth", "secret"));
    String uuid = node.configuration("couchdb", "uuid").orElseGet(() -> couch.info().uuid());
    return new InstanceIdentity(uuid, secret.map(Secret::of));
  }

  /**
   * Writes {@code COUCHDB_SECRET} and {@code COUCHDB_UUID}, as the CHT's {@code .env} has them, to
   * a file that must not be there and that only its owner may read.
   *
   * @throws HostingException if it is there, or the file system knows no such permissions; nothing
   *     was written then
   */
  public void write(Path file) {
    try {
      DurableFile.create(file, text().getBytes(StandardCharsets.UTF_8), Permissions.PRIVATE);
    } catch (IOException | UnsupportedOperationException e) {
      throw new HostingException(
          "writing " + file,
          "cannot write " + file + " for its owner alone: " + e.getMessage(),
          false,
          e);
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    secret.ifPresent(one -> text.append("COUCHDB_SECRET=").append(one.reveal()).append('\n'));
    return text.append("COUCHDB_UUID=").append(uuid).append('\n').toString();
  }

  @Override
  public String toString() {
    return "InstanceIdentity[uuid "
        + uuid
        + ", secret "
        + (secret.isPresent() ? "set" : "none")
        + "]";
  }
}
