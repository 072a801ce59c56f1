package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import io.github.chthosting.testkit.internal.store.DocumentStore;
import io.github.chthosting.testkit.internal.store.JsonText;
import java.io.IOException;
import java.util.List;

/**
 * Answers everything below {@code /db} that concerns documents, and {@code GET} and {@code POST} on
 * {@code /db} itself. Creation and deletion of databases, {@code _shards} and the like are the
 * cluster's. Thread-safe.
 */
public final class DatabaseEndpoints {

  /**
   * Answers a request.
   *
   * @param path what follows the database's name: {@code [_design, x]}; empty for the database
   */
  public void handle(DocumentStore store, List<String> path, Request request, Response response)
      throws IOException {
    if (!path.isEmpty() || !request.method().equals("GET")) {
      throw ApiException.notFound("missing");
    }
    response.header("Content-Type", "application/json");
    response.body().write(JsonText.bytes(store.info()));
  }
}
