package io.github.chthosting.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.Credentials;
import io.github.chthosting.Secret;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** The transport against a real CouchDB, found by COUCHDB_URL. */
@Timeout(120)
class TransportIT {
  private final String database = "core-it-" + UUID.randomUUID();
  private List<URI> addresses;
  private String user;
  private String password;
  private Transport transport;

  @BeforeEach
  void create() {
    List<URI> given =
        Arrays.stream(System.getenv("COUCHDB_URL").split(",")).map(URI::create).toList();
    String[] userInfo = given.get(0).getUserInfo().split(":", 2);
    user = userInfo[0];
    password = userInfo[1];
    addresses =
        given.stream()
            .map(uri -> URI.create("http://" + uri.getHost() + ":" + uri.getPort()))
            .toList();
    transport = builder(addresses).credentials(Credentials.basic(user, password)).build();
    assertThat(json(Call.of("PUT", database)).get("ok").asBoolean(false)).isTrue();
  }

  @AfterEach
  void drop() {
    transport.send(Call.of("DELETE", database)).close();
    transport.close();
  }

  private static Transport.Builder builder(List<URI> addresses) {
    return Transport.builder(addresses);
  }

  private JsonNode json(Call call) {
    return json(transport, call);
  }

  private static JsonNode json(Transport transport, Call call) {
    try (Reply reply = transport.send(call)) {
      return Json.mapper().readTree(reply.bytes(1_000_000));
    }
  }

  @Test
  void namesArriveAsTheyAre() {
    for (String id :
        List.of(
            "a/b",
            "a+b",
            "100%",
            "%2F",
            "a b",
            " ",
            "😀",
            "é",
            "e\u0301",
            "a;b?c#d&e=f",
            ".",
            "..",
            "...",
            "\\\"'",
            "[{(<>)}]",
            "a\tb",
            "org.couchdb.user:x@y",
            "x".repeat(4_000))) {
      JsonNode put = json(Call.of("PUT", database, id).body(Body.json("{\"n\":1}")));
      assertThat(put.path("id").stringValue(null)).as(put.toString()).isEqualTo(id);
      assertThat(json(Call.of("GET", database, id)).path("_id").stringValue(null)).isEqualTo(id);
    }
    assertThat(json(Call.of("GET", database, "_all_docs").query("limit", 0)).get("total_rows"))
        .hasToString("18");
  }

  @Test
  void queryValuesArriveAsTheyAre() throws Exception {
    String id = "a+b & c%20/é😀";
    json(Call.of("PUT", database, id).body(Body.json("{}")));
    Call call =
        Call.of("GET", database, "_all_docs").query("key", Json.mapper().writeValueAsString(id));
    assertThat(json(call).at("/rows/0/id").stringValue(null)).isEqualTo(id);
  }

  @Test
  void aSessionReadsAndWrites() {
    Credentials session = Credentials.session(user, Secret.of(password));
    try (Transport other = builder(addresses).credentials(session).build()) {
      for (int i = 0; i < addresses.size(); i++) {
        JsonNode who = json(other, Call.of("GET", "_session").at(i));
        assertThat(who.at("/info/authenticated").stringValue(null)).isEqualTo("cookie");
        Call put = Call.of("PUT", database, "doc" + i).body(Body.json("{}")).at(i);
        assertThat(json(other, put).path("ok").asBoolean(false)).isTrue();
      }
    }
    Credentials wrong = Credentials.session(user, Secret.of(password + "x"));
    try (Transport other = builder(addresses).credentials(wrong).build()) {
      assertThatThrownBy(() -> other.send(Call.of("GET", database)))
          .isExactlyInstanceOf(AccessDeniedException.class)
          .hasMessage(
              "POST %s/_session - the server refused user %s with 401. Check the name and the"
                      .formatted(addresses.get(0), user)
                  + " password.");
    }
  }

  @Test
  void aNodeThatIsDownIsPassedOver() throws Exception {
    List<URI> withDead = new java.util.ArrayList<>(addresses);
    withDead.add(0, Transports.refusing());
    try (Transport other =
        builder(withDead).credentials(Credentials.basic(user, password)).build()) {
      Call put = Call.of("PUT", database, "doc").body(Body.json("{}"));
      assertThat(json(other, put).path("ok").asBoolean(false)).isTrue();
    }
  }

  @Test
  void aFeedIsReadAsItComesAndCut() throws Exception {
    json(Call.of("PUT", database, "first").body(Body.json("{}")));
    Call feed =
        Call.of("GET", database, "_changes")
            .query("feed", "continuous")
            .query("heartbeat", 1000)
            .timeLimit(Duration.ofSeconds(30));
    try (Reply reply = transport.send(feed)) {
      assertThat(line(reply.body())).contains("\"id\":\"first\"");
      json(Call.of("PUT", database, "second").body(Body.json("{}")));
      assertThat(line(reply.body())).contains("\"id\":\"second\"");
    }
  }

  private static String line(InputStream in) throws Exception {
    StringBuilder line = new StringBuilder();
    while (line.isEmpty() || line.charAt(line.length() - 1) != '\n') {
      int octet = in.read();
      assertThat(octet).isNotNegative();
      if (octet != '\n' || !line.isEmpty()) {
        line.append((char) octet);
      }
    }
    return line.toString();
  }

  @Test
  void theServerLogsOurRequestId() {
    try (Reply reply = transport.send(Call.of("GET", database))) {
      assertThat(reply.header("X-Couch-Request-ID").orElseThrow()).matches("[0-9a-f]{16}");
    }
  }

  @Test
  void aBodyOfUnknownLengthIsStreamedUpAndDown() throws Exception {
    byte[] block = "0123456789abcdef".repeat(4096).getBytes(UTF_8);
    Body body =
        Body.of(
            "application/octet-stream",
            -1,
            out -> {
              for (int i = 0; i < 160; i++) {
                out.write(block);
              }
            });
    assertThat(
            json(Call.of("PUT", database, "doc", "att/1").body(body)).path("ok").asBoolean(false))
        .isTrue();
    try (Reply reply = transport.send(Call.of("GET", database, "doc", "att/1"))) {
      assertThat(reply.header("Content-Length")).contains(String.valueOf(160L * block.length));
      assertThat(reply.bytes(20_000_000)).hasSize(160 * block.length);
    }
  }
}
