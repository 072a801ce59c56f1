package io.github.chthosting.couchdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.chthosting.HostingException;
import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.couchdb.server.CouchDbException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Answers of broken servers, of proxies, and of whoever means harm: each ends in a typed failure
 * within the time limit. All of them end by themselves after some megabytes or seconds.
 */
class HostileServersTest extends HostileServerCase {
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final Map<String, RawServer.Answer> ANSWERS = answers();

  private static RawServer.Answer json(String body) {
    return raw("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
  }

  /** Something every 20 ms, for longer than anyone should wait. */
  private static RawServer.Answer slowly(String head, String again) {
    return out -> {
      out.write(bytes(head));
      for (int i = 0; i < 1_500; i++) {
        out.write(bytes(again));
        out.flush();
        Thread.sleep(20);
      }
    };
  }

  private static RawServer.Answer gzip(byte[] zipped) {
    return out -> {
      out.write(
          bytes("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + zipped.length));
      out.write(bytes("\r\n\r\n"));
      out.write(zipped);
    };
  }

  private static byte[] zipped(int spaces) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      byte[] block = new byte[1 << 20];
      Arrays.fill(block, (byte) ' ');
      for (int i = 0; i < spaces >> 20; i++) {
        out.write(block);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static Map<String, RawServer.Answer> answers() {
    Map<String, RawServer.Answer> all = new LinkedHashMap<>();
    all.put("nothing", raw(""));
    all.put("silence", out -> Thread.sleep(20_000));
    all.put("no HTTP", raw("HELLO\r\n\r\n"));
    all.put("another version", raw("HTTP/9.9 200 OK\r\n\r\n"));
    all.put("a status that is no number", raw("HTTP/1.1 abc OK\r\n\r\n"));
    all.put("interim answers", slowly("", "HTTP/1.1 102 Processing\r\n\r\n"));
    all.put("headers one by one", slowly("HTTP/1.1 200 OK\r\n", "X-More: x\r\n"));
    all.put("a long header", raw("HTTP/1.1 200 OK\r\nX: " + "x".repeat(300_000) + "\r\n\r\n"));
    all.put("many headers", raw("HTTP/1.1 200 OK\r\n" + "X: x\r\n".repeat(60_000) + "\r\n"));
    all.put("a length in words", raw("HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\n{}"));
    all.put("a length with a fraction", raw("HTTP/1.1 200 OK\r\nContent-Length: 2.5\r\n\r\n{}"));
    all.put("less than its length", raw("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"));
    all.put("a chunk size that is none", raw(CHUNKED + "zz\r\n{}\r\n"));
    all.put("a chunk that is cut", raw(CHUNKED + "ff\r\n{\"results\":["));
    all.put("a chunk that does not end", raw(CHUNKED + "2\r\n{}xx\r\n0\r\n\r\n"));
    all.put("byte by byte", slowly(CHUNKED, "1\r\n \r\n"));
    all.put("gzip that is none", gzip(bytes("plain")));
    all.put("gzip that is cut", gzip(Arrays.copyOf(zipped(1 << 20), 500)));
    all.put("gzip of white space", gzip(zipped(32 << 20)));
    all.put("an empty body", json(""));
    all.put("a page", page(200, ""));
    all.put("JSON that is cut", json("{\"results\":[{\"seq\":"));
    all.put("an empty object", json("{}"));
    all.put("a JSON text", json("\"text\""));
    all.put("a deep array", json("[".repeat(20_000) + "]".repeat(20_000)));
    all.put(
        "bad escapes",
        json(
            "{\"db_name\":\"\\uZZZZ\",\"rows\":[{\"id\":\"\\uZZZZ\"}],\"results\":[{\"seq\":\"1-x\",\"id\":\"\\uZZZZ\","
                + "\"changes\":[{\"rev\":\"1-a\"}],\"doc\":{\"_id\":\"\\uZZZZ\",\"_rev\":\"1-a\"}}],"
                + "\"last_seq\":\"1-x\",\"pending\":0}"));
    all.put("a cookie that is not ASCII", page(401, "Set-Cookie: AuthSession=\u00e9\r\n"));
    for (int status : new int[] {301, 302, 307, 400, 401, 403, 404, 407, 413, 500, 502, 503, 504}) {
      all.put("a page with " + status, page(status, "Location: https://login.invalid/\r\n"));
    }
    all.put("a far too long pause", page(429, "Retry-After: 99999999999999999999\r\n"));
    return all;
  }

  private @Nullable Throwable failure(Job job, String name) {
    try (RawServer server = new RawServer(job.path, ANSWERS.get(name));
        CouchDb couch = client(server)) {
      return catchThrowable(() -> run(job, couch, name));
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachAnswerEndsInATypedFailure(Job job) throws Exception {
    Map<String, Future<@Nullable Throwable>> failures = new LinkedHashMap<>();
    // They wait.
    ExecutorService threads = Executors.newFixedThreadPool(24);
    try {
      for (String name : ANSWERS.keySet()) {
        Callable<@Nullable Throwable> failure = () -> failure(job, name);
        failures.put(name, threads.submit(failure));
      }
      List<String> wrong = new ArrayList<>();
      for (Map.Entry<String, Future<@Nullable Throwable>> each : failures.entrySet()) {
        Throwable thrown = each.getValue().get();
        if (!isTyped(thrown)) {
          wrong.add(each.getKey() + ": " + thrown);
        }
      }
      assertThat(ANSWERS).hasSizeGreaterThanOrEqualTo(34);
      assertThat(wrong).isEmpty();
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean isTyped(@Nullable Throwable thrown) {
    return thrown instanceof HostingException
        && !(thrown instanceof OperationCancelledException)
        && !String.valueOf(thrown.getMessage()).contains("sesame")
        && !String.valueOf(thrown.getMessage()).contains("not done within");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "413 | raise the request size that the proxy between allows",
        "502 | check that CouchDB runs behind it",
        "504 | how long the proxy between waits",
        "302 | it redirects elsewhere, perhaps to a log-in page",
      })
  void anAnswerOfAProxySaysWhoAnsweredAndWhatToDo(int status, String advice) {
    assertThat(failure(Job.CLIENT, "a page with " + status))
        .isInstanceOf(CouchDbException.class)
        .hasMessageContaining(
            "/db: %d (attempt 1 of 1). This is not CouchDB's own answer (text/html, from nginx/1.25.1): "
                .formatted(status))
        .hasMessageContaining(advice);
  }
}
