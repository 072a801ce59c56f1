package io.github.chthosting.testkit.fuzz;

import java.util.Map;

/**
 * One request, as it is sent to both servers.
 *
 * @param path below the database, with its question mark: {@code /a?rev=1-x}; empty for the
 *     database itself
 * @param body empty for none
 */
record Call(String method, String path, String body, Map<String, String> headers) {
  Call {
    headers = Map.copyOf(headers);
  }

  static Call of(String method, String path) {
    return new Call(method, path, "", Map.of());
  }

  static Call json(String method, String path, String body) {
    return new Call(method, path, body, Map.of("Content-Type", "application/json"));
  }

  Call with(String header, String value) {
    Map<String, String> all = new java.util.HashMap<>(headers);
    all.put(header, value);
    return new Call(method, path, body, all);
  }

  @Override
  public String toString() {
    return (method + " {db}" + path + " " + headers + " " + body).strip();
  }
}
