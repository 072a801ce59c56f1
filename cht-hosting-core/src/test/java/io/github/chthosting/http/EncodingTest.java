package io.github.chthosting.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes as they go out on the wire. */
@Timeout(30)
class EncodingTest {
  private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
  private RawServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        new RawServer(
            (in, out) -> {
              while (true) {
                heads.add(in.head());
                out.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
              }
            });
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private String requestLine(URI address, Call call) throws Exception {
    try (Transport transport = Transports.builder(address).build();
        Reply reply = transport.send(call)) {
      assertThat(reply.status()).isEqualTo(200);
    }
    return heads.take().lines().findFirst().orElseThrow();
  }

  private String path(String... segments) throws Exception {
    return requestLine(server.address(), Call.of("GET", segments));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "a/b|a%2Fb",
        "a+b|a%2Bb",
        "100%|100%25",
        "%2F|%252F",
        "a b|a%20b",
        " |%20",
        "\uD83D\uDE00|%F0%9F%98%80",
        "é|%C3%A9",
        "e\u0301|e%CC%81",
        "a;b|a%3Bb",
        "a?b|a%3Fb",
        "a#b|a%23b",
        "a&b=c|a%26b%3Dc",
        "a\\b|a%5Cb",
        "a\"b|a%22b",
        "[a]|%5Ba%5D",
        "{a}|%7Ba%7D",
        "(a)|%28a%29",
        "a!b*c|a%21b%2Ac",
        "a,b|a%2Cb",
        "org.couchdb.user:x@y|org.couchdb.user:x@y",
        "a~b_c-d.e|a~b_c-d.e",
        ".|%2E",
        "..|%2E%2E",
        "...|...",
        "%2e%2e|%252e%252e",
        "\t|%09",
      })
  void aSegmentIsOneSegment(String segment, String expected) throws Exception {
    assertThat(path("db", segment, "att")).isEqualTo("GET /db/" + expected + "/att HTTP/1.1");
    assertThat(path(segment)).isEqualTo("GET /" + expected + " HTTP/1.1");
  }

  @Test
  void controlCharactersAndNulAreEncoded() throws Exception {
    assertThat(path("a\u0000b\u007f\r\nX: y")).isEqualTo("GET /a%00b%7F%0D%0AX:%20y HTTP/1.1");
  }

  @Test
  void namesOfTenKilobytesGoOutWhole() throws Exception {
    assertThat(path("db", "x".repeat(10_240)))
        .isEqualTo("GET /db/" + "x".repeat(10_240) + " HTTP/1.1");
    assertThat(path("db", "é/".repeat(5_000)))
        .isEqualTo("GET /db/" + "%C3%A9%2F".repeat(5_000) + " HTTP/1.1");
  }

  @Test
  void noSegmentsIsTheRoot() throws Exception {
    assertThat(path()).isEqualTo("GET / HTTP/1.1");
  }

  @Test
  void anAddressMayHaveAPrefix() throws Exception {
    for (String prefix : new String[] {"/couch", "/couch/", "/a%2Fb/c"}) {
      URI address = URI.create(server.address() + prefix);
      String shown = prefix.endsWith("/") ? prefix : prefix + "/";
      assertThat(requestLine(address, Call.of("GET", "db", "..")))
          .isEqualTo("GET " + shown + "db/%2E%2E HTTP/1.1");
    }
    assertThat(requestLine(URI.create(server.address() + "/couch"), Call.of("GET")))
        .isEqualTo("GET /couch HTTP/1.1");
  }

  @Test
  void queryNamesAndValuesAreEncoded() throws Exception {
    Call call =
        Call.of("GET", "db")
            .query("startkey", "[\"a+b & c\",1]")
            .query("rev", "1-x")
            .query("empty", "")
            .query("é", "😀=#")
            .query("rev", true);
    assertThat(requestLine(server.address(), call))
        .isEqualTo(
            "GET /db?startkey=%5B%22a%2Bb%20%26%20c%22%2C1%5D&rev=1-x&empty="
                + "&%C3%A9=%F0%9F%98%80%3D%23&rev=true HTTP/1.1");
  }

  @Test
  void anEmptySegmentIsRefusedSinceItWouldAddressTheDatabase() {
    assertThatThrownBy(() -> path("db", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a path segment must not be empty: the URL would address the level above it");
    assertThat(heads).isEmpty();
  }

  @Test
  void halfASurrogatePairIsRefusedSinceItWouldAddressAnotherDocument() {
    assertThatThrownBy(() -> path("db", "a\uD83D"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("half of a surrogate pair cannot be sent in a URL");
    assertThat(heads).isEmpty();
  }

  @Test
  void headersAreOursUnlessTheCallerSetsThem() throws Exception {
    try (Transport transport = Transports.builder(server.address()).build()) {
      transport.send(Call.of("GET", "db")).close();
      assertThat(heads.take().lines().toList())
          .contains("Accept: application/json", "Accept-Encoding: identity")
          .contains("User-Agent: cht-hosting")
          .anyMatch(line -> line.matches("X-Couch-Request-ID: [0-9a-f]{16}"))
          .noneMatch(line -> line.startsWith("Authorization") || line.startsWith("Cookie"));
      Call call = Call.of("GET", "db").header("accept", "multipart/mixed").header("X-Y", "é");
      transport.send(call).close();
      assertThat(heads.take().lines().filter(line -> line.regionMatches(true, 0, "accept:", 0, 7)))
          .containsExactly("accept: multipart/mixed");
    }
  }
}
