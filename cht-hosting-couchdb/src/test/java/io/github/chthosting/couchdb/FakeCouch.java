package io.github.chthosting.couchdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;

/** A server that answers what a test says, in order, and a client of it. */
public final class FakeCouch implements AutoCloseable {
  private final MockWebServer server = new MockWebServer();
  private final CouchDb couch;

  public FakeCouch() {
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    couch = CouchDb.builder(server.url("/").uri()).attempts(1).build();
  }

  public CouchDb couch() {
    return couch;
  }

  public Database database() {
    return couch.database("db");
  }

  /** {@code http://HOST:PORT}. */
  public String url() {
    String url = server.url("/").toString();
    return url.substring(0, url.length() - 1);
  }

  /** Answers 200 with this JSON, in which {@code '} stands for {@code "}. */
  public FakeCouch answer(String json) {
    return answer(200, json);
  }

  public FakeCouch answer(int status, String json) {
    server.enqueue(response(status, json).build());
    return this;
  }

  /** Answers with this JSON, chunked as CouchDB does, and ends well whatever it is. */
  public FakeCouch answerChunked(String json) {
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "application/json")
            .chunkedBody(json.replace('\'', '"'), 64)
            .build());
    return this;
  }

  /** Promises more than is sent, and cuts the connection. */
  public FakeCouch answerCut(String json) {
    String sent = json.replace('\'', '"');
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "application/json")
            .body(sent + " ".repeat(sent.length()))
            .onResponseBody(SocketEffect.ShutdownConnection.INSTANCE)
            .build());
    return this;
  }

  public FakeCouch answer(MockResponse response) {
    server.enqueue(response);
    return this;
  }

  public static MockResponse.Builder response(int status, String json) {
    return new MockResponse.Builder()
        .code(status)
        .addHeader("Content-Type", "application/json")
        .body(json.replace('\'', '"'));
  }

  /** The next request that came: {@code METHOD /path?query body}. */
  public String request() {
    RecordedRequest request = recorded();
    String body = request.getBody() == null ? "" : request.getBody().utf8();
    String line = request.getMethod() + " " + request.getTarget();
    return body.isEmpty() ? line : line + " " + body;
  }

  public RecordedRequest recorded() {
    try {
      RecordedRequest request = server.takeRequest(10, TimeUnit.SECONDS);
      if (request == null) {
        throw new AssertionError("no request came");
      }
      return request;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The number of requests that came. */
  public int count() {
    return server.getRequestCount();
  }

  @Override
  public void close() {
    couch.close();
    server.close();
  }
}
