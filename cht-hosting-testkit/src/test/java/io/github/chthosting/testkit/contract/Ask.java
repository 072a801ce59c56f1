package io.github.chthosting.testkit.contract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One request, sent as it is written: the path keeps its percent escapes, and only what a URI
 * cannot hold is escaped.
 *
 * <p>JSON is accepted unless the case says otherwise. In paths and JSON texts an apostrophe stands
 * for a double quote, so that cases can be read.
 */
public final class Ask {
  private static final HttpClient CLIENT = client();
  private static final String UNSAFE = " \"<>\\^`{|}[]";

  private final String method;
  private final String path;
  private final HttpRequest.Builder request;
  private HttpClient client = CLIENT;
  private BodyPublisher body = BodyPublishers.noBody();

  Ask(URI node, String method, String path) {
    this.method = method;
    this.path = path;
    this.request =
        HttpRequest.newBuilder(URI.create(node + escape(path))).timeout(Duration.ofSeconds(60));
  }

  private static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(10))
        .build();
  }

  /**
   * Has the request sent on a connection of its own: after a feed of events that timed out CouchDB
   * sends one more chunk, which the next request of the connection would read.
   */
  public Ask alone() {
    client = client();
    return this;
  }

  /** Adds a header. */
  public Ask header(String name, String value) {
    request.setHeader(name, value);
    return this;
  }

  /** Sets a JSON body, written with apostrophes for quotes. */
  public Ask json(String text) {
    return text("application/json", quoted(text));
  }

  /** Sets a body of text, taken literally. */
  public Ask text(String type, String text) {
    return bytes(type, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sets a body of bytes. */
  public Ask bytes(String type, byte[] bytes) {
    body = BodyPublishers.ofByteArray(bytes);
    return header("Content-Type", type);
  }

  /** Sets a body that is sent in chunks, its length unknown to the server. */
  public Ask chunked(String type, byte[] bytes) {
    body = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
    return header("Content-Type", type);
  }

  /** Sends the request and reads the whole answer. */
  public Answer send() {
    HttpRequest whole = request.method(method, body).build();
    try {
      return new Answer(method + " " + path, answer(whole));
    } catch (IOException e) {
      throw new AssertionError(method + " " + path + ": no answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  // A kept connection may be closed by the server just as it is used again.
  private HttpResponse<byte[]> answer(HttpRequest whole) throws IOException, InterruptedException {
    try {
      return client.send(whole, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("received no bytes")) {
        throw e;
      }
      return client.send(whole, BodyHandlers.ofByteArray());
    }
  }

  static String quoted(String text) {
    return text.replace('\'', '"');
  }

  static String escape(String path) {
    StringBuilder out = new StringBuilder();
    for (byte b : quoted(path).getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c <= 0x20 || c >= 0x7f || UNSAFE.indexOf(c) >= 0) {
        out.append('%').append(String.format("%02X", b & 0xff));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
