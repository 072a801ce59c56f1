package io.github.chthosting.couchdb.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.server.CouchDbVersion;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

class ReplicationTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Endpoint SOURCE =
      Endpoint.of(URI.create("https://a.example/medic")).credentials(basic("ann", "s3cr@t:x"));
  private static final Endpoint TARGET = Endpoint.of(URI.create("http://b.example:5984/copy/"));

  private static Credentials basic(String user, String password) {
    return Credentials.basic(user, password);
  }

  private static Replication everything() {
    return Replication.builder(SOURCE, TARGET)
        .continuous()
        .createTarget(DatabaseOptions.defaults().q(4).n(1))
        .winningRevisionsOnly()
        .withoutCheckpoints()
        .checkpointInterval(Duration.ofSeconds(5))
        .connectionTimeout(Duration.ofMinutes(1))
        .workers(2)
        .batchSize(100)
        .connections(10)
        .retriesPerRequest(3)
        .since("12-abc")
        .build();
  }

  @Test
  void isWrittenAsCouchDbReadsIt() throws Exception {
    assertThat(JobDocument.write(everything(), CouchDbVersion.of(3, 5)))
        .isEqualTo(
            MAPPER.readTree(
                """
                {"source": {"url": "https://a.example/medic",
                   "auth": {"basic": {"username": "ann", "password": "s3cr@t:x"}}},
                 "target": {"url": "http://b.example:5984/copy"},
                 "continuous": true, "create_target": true,
                 "create_target_params": {"q": "4", "n": "1"}, "winning_revs_only": true,
                 "use_checkpoints": false, "checkpoint_interval": 5000,
                 "connection_timeout": 60000, "worker_processes": 2, "worker_batch_size": 100,
                 "http_connections": 10, "retries_per_request": 3, "since_seq": "12-abc"}"""));
  }

  @Test
  void hasItsCredentialsInAHeaderBeforeCouchDb32() throws Exception {
    assertThat(JobDocument.write(everything(), CouchDbVersion.of(3, 1)).get("source"))
        .isEqualTo(
            MAPPER.readTree(
                """
                {"url": "https://a.example/medic",
                 "headers": {"Authorization": "Basic YW5uOnMzY3JAdDp4"}}"""));
  }

  @Test
  void isReadBackFromEitherForm() {
    for (int minor = 1; minor <= 2; minor++) {
      ObjectNode document = JobDocument.write(everything(), CouchDbVersion.of(3, minor));
      document.put("_id", "x").put("_rev", "1-a").put("owner", "admin");
      document.put("_replication_state", "completed");
      assertThat(JobDocument.read("x", document)).isEqualTo(everything());
    }
  }

  @Test
  void isAdoptedFromADocumentWrittenByHand() throws Exception {
    JsonNode document =
        MAPPER.readTree(
            """
            {"source": "https://ann:s3cr%40t%3Ax@a.example/medic/",
             "target": "http://b.example:5984/copy", "continuous": true}""");
    assertThat(JobDocument.read("x", document))
        .isEqualTo(Replication.builder(SOURCE, TARGET).continuous().build());
  }

  @Test
  void differsByWhatCouchDbWouldDoOtherwise() {
    Replication one = Replication.builder(SOURCE, TARGET).build();
    assertThat(one)
        .isNotEqualTo(Replication.builder(SOURCE, TARGET).continuous().build())
        .isNotEqualTo(
            Replication.builder(SOURCE.credentials(basic("ann", "other")), TARGET).build())
        .isNotEqualTo(Replication.builder(TARGET, SOURCE).build())
        .isEqualTo(Replication.builder(SOURCE, TARGET).build())
        .hasSameHashCodeAs(Replication.builder(SOURCE, TARGET).build());
    assertThat(everything().toBuilder().build()).isEqualTo(everything());
  }

  @Test
  void keepsDocumentIdsFromBeingDecoded() {
    ObjectNode options =
        Replication.builder(SOURCE, TARGET)
            .documents(List.of("b+c", "100%", "a"))
            .build()
            .options();
    assertThat(options.get("doc_ids")).hasToString("[\"100%25\",\"a\",\"b%2Bc\"]");
    assertThat(Replication.unescaped("100%25")).isEqualTo("100%");
    assertThat(Replication.unescaped("b%2Bc")).isEqualTo("b+c");
    assertThat(Replication.unescaped("%zz")).isEqualTo("%zz");
  }

  @Test
  void carriesFilterParametersAndSelectors() {
    assertThat(
            Replication.builder(SOURCE, TARGET)
                .filter("app/mine", Map.of("place", "x"))
                .build()
                .options())
        .hasToString("{\"filter\":\"app/mine\",\"query_params\":{\"place\":\"x\"}}");
    ObjectNode selector = MAPPER.createObjectNode().put("type", "person");
    Replication chosen = Replication.builder(SOURCE, TARGET).selector(selector).build();
    assertThat(chosen.options()).hasToString("{\"selector\":{\"type\":\"person\"}}");
    assertThat(chosen.isPartial()).isTrue();
    assertThat(everything().isPartial()).isFalse();
  }

  @Test
  void refusesTwoWaysToChooseDocuments() {
    Replication.Builder builder =
        Replication.builder(SOURCE, TARGET).documents(List.of("a")).filter("a/b", Map.of());
    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessage("a replication has one of document ids, selector and filter, not 2");
  }

  @Test
  void refusesToReplicateADatabaseToItself() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Replication.builder(SOURCE, Endpoint.of(SOURCE.url())).build())
        .withMessage("source and target are the same: https://a.example/medic");
  }

  @ParameterizedTest
  @ValueSource(strings = {"medic", "ftp://a/b", "http://a", "http://a/", "http:///x"})
  void refusesWhatIsNoDatabase(String url) {
    assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.of(URI.create(url)));
  }

  @Test
  void refusesCredentialsInAUrlWithoutQuotingThem() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Endpoint.of(URI.create("http://ann:hush@a/b")))
        .withMessage(
            "the URL of a replication's database must not hold credentials; use credentials(…)");
  }

  @Test
  void showsNoSecrets() {
    Endpoint source = SOURCE.header("X-Auth", "hush").credentials(basic("ann", "hush"));
    Replication replication = Replication.builder(source, TARGET).continuous().build();
    assertThat(replication)
        .hasToString(
            "Replication[https://a.example/medic as ann to http://b.example:5984/copy,"
                + " continuous]");
  }

  @Test
  void saysWhichDocumentIsNoReplicationButNotWhatIsInIt() throws Exception {
    JsonNode document = MAPPER.readTree("{\"source\": \"http://a:hush@\", \"target\": \"medic\"}");
    assertThatThrownBy(() -> JobDocument.read("x", document))
        .isInstanceOf(HostingException.class)
        .hasMessage("the document x is not a replication: its source or target is not a URL")
        .hasNoCause();
  }

  /** The id is the one that CouchDB 3.5.0 gave to such a job. */
  @Test
  void knowsTheIdThatCouchDbGivesIt() {
    Replication.Builder builder =
        Replication.builder(
            Endpoint.of(URI.create("http://127.0.0.1:36865/repl-4m9a1sn0w-s-one"))
                .credentials(Credentials.basic("admin", "password")),
            Endpoint.of(URI.create("http://127.0.0.1:45984/repl-4m9a2edvs-repl-4m9a1sn0w-s-one"))
                .credentials(Credentials.basic("admin", "password")));
    String uuid = "9c0e6701f84b25ed95754248abdfbc4c";
    assertThat(builder.build().checkpointId(uuid)).contains("92209cb1f5a4bd5542e221dd3c6767ca");
    assertThat(builder.continuous().build().checkpointId(uuid))
        .contains("92209cb1f5a4bd5542e221dd3c6767ca");
    assertThat(builder.filter("app/mine", Map.of()).build().checkpointId(uuid)).isEmpty();
  }

  @Test
  void aProxyIsGivenWithoutCredentials() {
    Replication.Builder builder =
        Replication.builder(
            Endpoint.of(URI.create("http://a:1/x")), Endpoint.of(URI.create("http://b:1/x")));
    assertThat(
            builder.sourceProxy(URI.create("http://proxy:3128")).bulkGet(false).build().options())
        .hasToString("{\"source_proxy\":\"http://proxy:3128\",\"use_bulk_get\":false}");
    assertThatThrownBy(() -> builder.targetProxy(URI.create("http://u:s3cr3t@proxy:3128")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3cr3t");
  }
}
