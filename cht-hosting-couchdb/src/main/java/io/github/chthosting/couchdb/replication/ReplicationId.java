package io.github.chthosting.couchdb.replication;

import io.github.chthosting.Credentials;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * The id under which CouchDB keeps the checkpoints of a replication: an MD5 of an Erlang term in
 * Erlang's external format. Sources: couch_replicator_ids.erl (version 4), and Erlang's "External
 * Term Format". Not for selectors and filter functions, whose terms CouchDB normalises or fetches.
 */
final class ReplicationId {
  private static final Set<Integer> DEFAULT_PORTS = Set.of(80, 5984);
  private static final int VERSION = 131;
  private static final int LIST = 108;
  private static final int NIL = 106;
  private static final int BINARY = 109;
  private static final int STRING = 107;
  private static final int TUPLE = 104;
  private static final int ATOM = 100;
  private static final int INTEGER = 98;
  private static final int BYTE = 97;

  private final ByteArrayOutputStream term = new ByteArrayOutputStream();

  private ReplicationId() {}

  static Optional<String> of(Replication replication, String serverUuid) {
    JsonNode options = replication.options();
    if (options.has("selector") || options.has("filter")) {
      return Optional.empty();
    }
    return Optional.of(new ReplicationId().hash(replication, serverUuid, options));
  }

  private String hash(Replication replication, String serverUuid, JsonNode options) {
    boolean winning = options.path("winning_revs_only").asBoolean(false);
    int items = 3 + (options.has("doc_ids") ? 1 : 0) + (winning ? 1 : 0);
    items += options.has("since_seq") ? 1 : 0;
    term.write(VERSION);
    list(items);
    binary(serverUuid);
    endpoint(replication.source());
    endpoint(replication.target());
    if (options.has("doc_ids")) {
      ids(options.get("doc_ids"));
    }
    if (winning) {
      binary("winning_revs_only");
    }
    if (options.has("since_seq")) {
      binary(options.get("since_seq").asString(""));
    }
    term.write(NIL);
    return HexFormat.of().formatHex(md5().digest(term.toByteArray()));
  }

  private void ids(JsonNode array) {
    TreeSet<String> ids = new TreeSet<>();
    array.forEach(id -> ids.add(Replication.unescaped(id.asString(""))));
    if (!ids.isEmpty()) {
      list(ids.size());
      ids.forEach(this::binary);
    }
    term.write(NIL);
  }

  private void endpoint(Endpoint endpoint) {
    URI url = endpoint.url();
    term.write(TUPLE);
    term.write(7);
    atom("remote");
    if (endpoint.credentials() instanceof Credentials.Basic basic) {
      string(basic.user());
    } else {
      atom("undefined");
    }
    string(url.getHost());
    port(url);
    string(url.getRawPath() + "/");
    headers(endpoint.headers());
    atom("undefined");
  }

  private void port(URI url) {
    boolean tls = "https".equals(url.getScheme());
    int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
    if (tls ? port == 443 : DEFAULT_PORTS.contains(port)) {
      atom("default");
    } else if (port < 256) {
      term.write(BYTE);
      term.write(port);
    } else {
      term.write(INTEGER);
      number(port, 4);
    }
  }

  private void headers(Map<String, String> headers) {
    if (!headers.isEmpty()) {
      list(headers.size());
      headers.forEach(
          (name, value) -> {
            term.write(TUPLE);
            term.write(2);
            string(name);
            string(value);
          });
    }
    term.write(NIL);
  }

  private void list(int length) {
    term.write(LIST);
    number(length, 4);
  }

  private void binary(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    term.write(BINARY);
    number(bytes.length, 4);
    term.writeBytes(bytes);
  }

  /** A list of bytes, which has a short form. */
  private void string(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0) {
      term.write(NIL);
      return;
    }
    term.write(STRING);
    number(bytes.length, 2);
    term.writeBytes(bytes);
  }

  private void atom(String text) {
    term.write(ATOM);
    number(text.length(), 2);
    term.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void number(int value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      term.write(value >>> shift);
    }
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
