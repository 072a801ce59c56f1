package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.cluster.DatabaseEvents;
import io.github.chthosting.testkit.internal.cluster.DatabaseEvents.Event;
import io.github.chthosting.testkit.internal.cluster.Node;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Endpoint;
import io.github.chthosting.testkit.internal.http.Json;
import io.github.chthosting.testkit.internal.http.MethodNotAllowedException;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** {@code /_db_updates}: which databases were created, updated and deleted. */
final class DatabaseUpdatesEndpoint implements Endpoint {
  private static final String GLOBAL = "_global_changes";
  private static final long TIMEOUT_MS = 60_000;

  private final Node node;

  DatabaseUpdatesEndpoint(Node node) {
    this.node = node;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    if (!request.method().equals("GET")) {
      throw new MethodNotAllowedException("GET");
    }
    if (node.findMap(GLOBAL).isEmpty()) {
      throw ApiException.notFound("Database does not exist.");
    }
    String feed = request.query().get("feed", "normal");
    try {
      if (feed.equals("continuous")) {
        continuous(request, response);
      } else {
        once(feed.equals("longpoll"), request, response);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while it waited", e);
    }
  }

  private void once(boolean waits, Request request, Response response)
      throws IOException, InterruptedException {
    DatabaseEvents events = node.databaseEvents();
    long since = since(request);
    if (waits) {
      events.await(since, timeout(request));
    }
    List<Event> found = new java.util.ArrayList<>(events.after(since));
    if (request.query().isTrue("descending")) {
      Collections.reverse(found);
    }
    long limit = new NamePage(request.query(), node.config().version()).limit();
    List<Event> page = found.stream().limit(limit).toList();
    StringBuilder text = new StringBuilder("{\"results\":[\n");
    String separator = "";
    for (Event event : page) {
      text.append(separator).append(row(event));
      separator = ",\r\n";
    }
    boolean cut = page.size() < found.size() && !page.isEmpty();
    long last = cut ? page.get(page.size() - 1).seq() : events.last();
    text.append("\n],\n\"last_seq\":\"").append(token(last)).append("\"}\n\n");
    response.status(200).header("Content-Type", "application/json");
    try (OutputStream body = response.body()) {
      body.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private void continuous(Request request, Response response)
      throws IOException, InterruptedException {
    long since = since(request);
    response.status(200).header("Content-Type", "application/json");
    try (OutputStream body = response.body()) {
      do {
        for (Event event : node.databaseEvents().after(since)) {
          body.write((row(event) + "\n").getBytes(StandardCharsets.UTF_8));
          since = event.seq();
        }
        body.flush();
      } while (node.databaseEvents().await(since, timeout(request)));
      String last = "{\"last_seq\":\"" + token(since) + "\"}\n";
      body.write(last.getBytes(StandardCharsets.UTF_8));
    }
  }

  private long since(Request request) {
    String since = request.query().get("since", "0");
    if (since.equals("now")) {
      return node.databaseEvents().last();
    }
    String number = since.replace("\"", "").split("-", 2)[0];
    if (!number.matches("[0-9]{1,18}")) {
      throw ApiException.badRequest("Malformed sequence supplied in 'since' parameter.");
    }
    return Long.parseLong(number);
  }

  private static long timeout(Request request) {
    String value = request.query().get("timeout", String.valueOf(TIMEOUT_MS));
    return value.matches("[0-9]{1,9}") ? Math.min(TIMEOUT_MS, Long.parseLong(value)) : TIMEOUT_MS;
  }

  private static ObjectNode row(Event event) {
    ObjectNode row = Json.object().put("db_name", event.database()).put("type", event.type());
    return row.put("seq", token(event.seq()));
  }

  private static String token(long seq) {
    return seq + "-g1AAAAFTeJzLYWBg4MhgTmHgz8tPSTV0MDQy1zMAQsMckEQiQ1L9____sxIZcKlSEGJwAgCTKw";
  }
}
