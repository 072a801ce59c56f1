package io.github.chthosting.couchdb.internal.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.http.Call;
import io.github.chthosting.operation.Operations;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import io.github.chthosting.testkit.Fault;
import io.github.chthosting.testkit.InjectedFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Copies from file to file, whose answers are good as a whole and hold errors. */
class CopierTest {
  private static final String TIMEOUT = "\"error\":\"timeout\",\"reason\":\"slow\"";

  private final EmbeddedCouchDb server = EmbeddedCouchDb.builder().start();
  private final CouchDb couch =
      CouchDb.builder(server.uris()).credentials(Credentials.basic("admin", "password")).build();
  private final Wire wire = Wire.of(couch);

  @BeforeEach
  void aFullFileAndAnEmptyOne() {
    couch.database("from").create(DatabaseOptions.defaults().q(1));
    couch.database("to").create(DatabaseOptions.defaults().q(1));
    write(3);
  }

  @AfterEach
  void stop() {
    couch.close();
    server.close();
  }

  private void write(int documents) {
    List<Object> docs = new ArrayList<>();
    for (int i = 0; i < documents; i++) {
      docs.add(Map.of("_id", "d" + i, "_rev", "1-a"));
    }
    Object body = Map.of("new_edits", false, "docs", docs);
    wire.run(wire.post(List.of("from", "_bulk_docs"), body));
  }

  private ShardFile file(String database) {
    MapDocument map =
        new MapDocument(
            (ObjectNode) wire.json(Call.of("GET", "_node", "_local", "_dbs", database)));
    String range = map.ranges().firstKey();
    return new ShardFile(wire, map.ranges().get(range).first(), map.file(range));
  }

  private List<String> copy(boolean skipKnown) {
    return Operations.start(
            "copy",
            context -> {
              Copier copier = new Copier(file("from"), file("to"), "from", new Pace(0), context);
              copier.pass(0, skipKnown, sequence -> {});
              return copier.refused().stream().map(one -> one.id() + " " + one.rev()).toList();
            })
        .await();
  }

  private InjectedFault fault(String action, int status, String body) {
    return server.inject(
        Fault.on(
                request ->
                    request.path().contains("shards%2F") && request.path().endsWith("/" + action))
            .status(status, body));
  }

  private void assertStops(String action, int status, String body) {
    try (InjectedFault fault = fault(action, status, body)) {
      assertThatThrownBy(() -> copy(true)).isInstanceOf(HostingException.class);
      assertThat(fault.hits()).isPositive();
    }
  }

  @Test
  void aSequenceThatIsNoNumberIsNoAnswerOfANode() {
    assertStops(
        "_changes",
        200,
        "{\"results\":[{\"seq\":\"a\",\"id\":\"d\",\"changes\":[{\"rev\":\"1-a\"}]}],\"last_seq\":1,\"pending\":0}");
  }

  @Test
  void anErrorInThePlaceOfWhatIsMissingIsNotNothing() {
    assertStops("_revs_diff", 200, "{" + TIMEOUT + "}");
    assertStops("_revs_diff", 200, "{\"d0\":{" + TIMEOUT + "}}");
    copy(true);
    assertThat(file("to").requireInfo().documents()).isEqualTo(3);
  }

  @Test
  void anErrorInThePlaceOfWhatWasRefusedIsNotNothing() {
    assertStops("_bulk_docs", 201, "{" + TIMEOUT + "}");
    assertStops("_bulk_docs", 201, "[{\"id\":\"d0\"," + TIMEOUT + "}]");
  }

  @Test
  void whatCouldNotBeWrittenInTimeIsWrittenAgain() {
    try (InjectedFault fault =
        server.inject(
            Fault.on(request -> request.path().endsWith("/_bulk_docs"))
                .status(201, "[{\"id\":\"d0\"," + TIMEOUT + "}]")
                .times(2))) {
      assertThat(copy(false)).isEmpty();
      assertThat(fault.hits()).isEqualTo(2);
    }
    assertThat(file("to").requireInfo().documents()).isEqualTo(3);
  }

  @Test
  void aDocumentThatIsRefusedKeepsNoOtherOut() {
    try (InjectedFault fault =
        server.inject(
            Fault.on(request -> request.path().endsWith("/_bulk_docs"))
                .status(400, "{\"error\":\"illegal_docid\",\"reason\":\"_\"}")
                .times(2))) {
      // The whole, then its first half: one document, which is named.
      assertThat(copy(false)).containsExactly("d0 1-a");
      assertThat(fault.hits()).isEqualTo(2);
    }
    assertThat(file("to").requireInfo().documents()).isEqualTo(2);
  }

  @Test
  void aPurgeIsSentInPartsThatEveryVersionTakes() {
    write(250);
    Map<String, List<String>> all = new TreeMap<>();
    for (int i = 0; i < 250; i++) {
      all.put("d" + i, List.of("1-a"));
    }
    int before = server.requests().size();
    file("from").purge(all);
    assertThat(server.requests().stream().skip(before))
        .filteredOn(request -> request.path().endsWith("/_purge"))
        .hasSize(3);
    assertThat(file("from").requireInfo().documents()).isZero();
  }

  @Test
  void aDocumentThatCouldNotBePurgedIsNamed() {
    String answer = "{\"purge_seq\":null,\"purged\":{\"d0\":{" + TIMEOUT + "}}}";
    InjectedFault slow = fault("_purge", 201, answer);
    assertThatThrownBy(() -> file("from").purge(Map.of("d0", List.of("1-a"))))
        .isInstanceOf(HostingException.class)
        .hasMessageContaining("timeout - slow for 'd0'");
    slow.close();
    InjectedFault nothing = fault("_purge", 201, "{\"purge_seq\":null,\"purged\":{}}");
    assertThatThrownBy(() -> file("from").purge(Map.of("d0", List.of("1-a"))))
        .isInstanceOf(HostingException.class);
    nothing.close();
  }
}
