package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Endpoint;
import io.github.chthosting.testkit.internal.http.Json;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /_uuids}: sequential ones, as CouchDB's default algorithm gives. */
final class UuidsEndpoint implements Endpoint {
  private static final int MOST = 1000;

  private final SecureRandom random = new SecureRandom();
  private String prefix = newPrefix();
  private int suffix = 1;

  @Override
  public void handle(Request request, Response response) throws IOException {
    Methods.require(request, "GET");
    ObjectNode answer = Json.object();
    ArrayNode uuids = answer.putArray("uuids");
    int count = count(request.query().get("count", "1"));
    for (int i = 0; i < count; i++) {
      uuids.add(next());
    }
    response
        .header("Cache-Control", "no-cache")
        .header("Pragma", "no-cache")
        .header("Expires", "Mon, 01 Jan 1990 00:00:00 GMT")
        .header(
            "ETag", '"' + newPrefix().substring(0, 25).toUpperCase(java.util.Locale.ROOT) + '"');
    Json.send(response, 200, answer);
  }

  private static int count(String text) {
    int count;
    try {
      count = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw ApiException.badRequest("count must be a positive integer");
    }
    if (count < 0) {
      throw ApiException.badRequest("count must be a positive integer");
    }
    if (count > MOST) {
      throw ApiException.badRequest("count parameter too large");
    }
    return count;
  }

  private synchronized String next() {
    suffix += 1 + random.nextInt(0xfff);
    if (suffix > 0xfffff0) {
      prefix = newPrefix();
      suffix = 1 + random.nextInt(0xfff);
    }
    return prefix + String.format(java.util.Locale.ROOT, "%06x", suffix);
  }

  private String newPrefix() {
    byte[] bytes = new byte[13];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
