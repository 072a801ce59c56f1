package io.github.chthosting.instance;

import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.UnsupportedVersionException;
import io.github.chthosting.http.Body;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Json;
import io.github.chthosting.http.Reply;
import io.github.chthosting.http.Transport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Sends requests to a CHT, reads its JSON, and knows its version. */
final class ChtRequests implements AutoCloseable {
  private static final int LARGEST = 16 << 20;

  private final Transport transport;
  private volatile @Nullable ChtVersion known;

  ChtRequests(Transport transport) {
    this.transport = transport;
  }

  ChtVersion version() {
    JsonNode info = get("api", "info");
    String text = info.path("version").asString("");
    if (text.isEmpty()) {
      throw failed("GET api/info", "it names no version. Is this the address of a CHT?", null);
    }
    ChtVersion version = ChtVersion.of(text);
    known = version;
    return version;
  }

  /**
   * Returns the version, if it has the feature; a branch, which has no number, is taken to have it.
   */
  ChtVersion require(String feature, int major, int minor) {
    ChtVersion version = known;
    if (version == null) {
      version = version();
    }
    if (version.isNumbered() && !version.isAtLeast(major, minor)) {
      String message =
          "%s is unsupported before CHT %d.%d, and this is %s. Nothing was sent."
              .formatted(feature, major, minor, version);
      throw new UnsupportedVersionException(feature, message, null);
    }
    return version;
  }

  JsonNode get(String... path) {
    return json(Call.of("GET", path));
  }

  JsonNode post(Object body, String... path) {
    byte[] bytes = Json.mapper().writeValueAsBytes(body);
    return json(Call.of("POST", path).body(Body.bytes("application/json", bytes)));
  }

  JsonNode json(Call call) {
    try (Reply reply = transport.send(call)) {
      byte[] bytes = reply.bytes(LARGEST);
      requireSuccess(reply, bytes);
      return parse(reply, bytes);
    }
  }

  private static void requireSuccess(Reply reply, byte[] bytes) {
    int status = reply.status();
    if (status < 300) {
      return;
    }
    String operation = reply.operation();
    switch (status) {
      case 401, 403 ->
          throw new AccessDeniedException(
              operation,
              operation
                  + ": "
                  + status
                  + ", the user or password is wrong, or lacks the permission. It was not tried"
                  + " again, since the CHT locks addresses out.",
              null);
      case 429 ->
          throw failed(
              operation, "429, too many failed logins: wait 10 s, then correct them", null);
      case 503 -> throw new ChtStartingException(operation, reason(bytes));
      default -> throw failed(operation, "it answers " + status + reason(bytes), null);
    }
  }

  private static String reason(byte[] bytes) {
    try {
      JsonNode json = Json.mapper().readTree(bytes);
      String error = json.path("error").asString("");
      return error.isEmpty() ? "" : " - " + error;
    } catch (JacksonException e) {
      return " with a page that is not JSON, perhaps from a proxy";
    }
  }

  private static JsonNode parse(Reply reply, byte[] bytes) {
    try {
      JsonNode json = Json.mapper().readTree(bytes);
      if (json.isObject() || json.isArray()) {
        return json;
      }
    } catch (JacksonException e) {
      throw failed(reply.operation(), "its answer is not JSON. Is this a CHT?", e);
    }
    throw failed(reply.operation(), "its answer is not JSON. Is this a CHT?", null);
  }

  static HostingException failed(String operation, String what, @Nullable Throwable cause) {
    return new HostingException(operation, operation + ": " + what, false, cause);
  }

  @Override
  public void close() {
    transport.close();
  }
}
