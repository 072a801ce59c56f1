package io.github.chthosting.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.ChtVersion;
import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import io.github.chthosting.Secret;
import io.github.chthosting.UnsupportedVersionException;
import java.io.IOException;
import java.net.URI;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChtApiTest {
  private final MockWebServer server = new MockWebServer();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void answer(int status, String body) {
    server.enqueue(new MockResponse.Builder().code(status).body(body).build());
  }

  private ChtApi cht() {
    return ChtApi.builder(URI.create(server.url("/").toString())).build();
  }

  private String path() throws InterruptedException {
    return server.takeRequest().getTarget();
  }

  @Test
  void itNamesItsVersion() throws Exception {
    answer(200, "{\"version\":\"5.2.0\"}");
    try (ChtApi cht = cht()) {
      assertThat(cht.version()).isEqualTo(ChtVersion.of("5.2.0"));
    }
    assertThat(path()).isEqualTo("/api/info");
  }

  @Test
  void minusOneAndEmptyTextsAreUnknown() throws Exception {
    answer(200, "{\"version\":\"5.2.0\"}");
    answer(
        200,
        """
        {"version":{"app":"5.2.0","node":"v22","couchdb":""},
         "couchdb":{"medic":{"name":"medic","doc_count":20,"doc_del_count":-1,"fragmentation":1.5,
           "sizes":{"active":10,"file":15}}},
         "date":{"uptime":12.5},"sentinel":{"backlog":-1},"outbound_push":{"backlog":0},
         "conflict":{"count":3},"replication_failure":{"count":2}}""");
    try (ChtApi cht = cht()) {
      Monitoring figures = cht.monitoring();
      assertThat(figures)
          .hasToString(
              "CHT 5.2.0, CouchDB ?: Sentinel ? behind, outbound 0, conflicts 3, feedback ?");
      assertThat(figures.databases()).singleElement().satisfies(ChtApiTest::isMedic);
      assertThat(figures.usersFailingToReplicate()).hasValue(2);
    }
    path();
    assertThat(path()).isEqualTo("/api/v2/monitoring");
  }

  private static void isMedic(Monitoring.DatabaseFigures medic) {
    assertThat(medic.documents()).hasValue(20);
    assertThat(medic.deleted()).isEmpty();
    assertThat(medic.fragmentation()).hasValue(1.5);
    assertThat(medic.fileBytes()).hasValue(15);
  }

  @Test
  void olderServersAreAskedByTheirOwnRoute() throws Exception {
    answer(200, "{\"version\":\"3.10.0\"}");
    answer(200, "{\"version\":{\"app\":\"3.10.0\"}}");
    try (ChtApi cht = cht()) {
      assertThat(cht.monitoring().app()).contains("3.10.0");
    }
    path();
    assertThat(path()).isEqualTo("/api/v1/monitoring");
  }

  @Test
  void whatTheVersionLacksIsNotAsked() {
    answer(200, "{\"version\":\"4.22.0\"}");
    try (ChtApi cht = cht()) {
      assertThatThrownBy(() -> cht.upgrades().canUpgrade())
          .isInstanceOf(UnsupportedVersionException.class)
          .hasMessage(
              "can-upgrade is unsupported before CHT 5.0, and this is 4.22.0. Nothing was sent.");
    }
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void aWrongPasswordIsSentOnce() {
    answer(401, "{\"code\":401,\"error\":\"unauthorized\"}");
    Credentials wrong = Credentials.basic("medic", Secret.of("mistyped"));
    try (ChtApi cht =
        ChtApi.builder(URI.create(server.url("/").toString())).credentials(wrong).build()) {
      assertThatThrownBy(cht::version)
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("was not tried again")
          .hasMessageNotContaining("mistyped");
    }
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void theStartIsToldWhileAllElseIsUnavailable() {
    answer(503, "{\"code\":503,\"error\":\"Service Unavailable\"}");
    answer(503, "{\"code\":503,\"error\":\"Service Unavailable\"}");
    answer(503, "{\"code\":503,\"error\":\"Service Unavailable\"}");
    answer(
        200,
        """
        {"completed":false,"actions":{"checks":{"started":true,"completed":true},
          "index":{"started":true,"text":"Indexing"},"migrate":{}}}""");
    try (ChtApi cht = cht()) {
      assertThatThrownBy(cht::version)
          .isInstanceOf(ChtStartingException.class)
          .hasMessageContaining("ChtApi.startup() tells");
      assertThat(cht.startup()).hasToString("starting: index");
    }
  }

  @Test
  void anUpgradeIsStagedFollowedAndAborted() throws Exception {
    answer(200, "{\"version\":\"5.1.0\"}");
    answer(200, "{\"ok\":true}");
    answer(
        200,
        """
        {"upgradeDoc":{"state":"indexing","to":{"version":"5.2.0"}},
         "indexers":[{"database":"medic","ddoc":"_design/:staged:medic","progress":40}]}""");
    answer(200, "{\"ok\":true}");
    answer(200, "{\"indexers\":[],\"buildsUrl\":\"x\"}");
    try (ChtApi cht = cht()) {
      cht.upgrades().stage(ChtVersion.of("5.2.0"));
      UpgradeProgress progress = cht.upgrades().progress();
      assertThat(progress.state()).contains(UpgradeProgress.State.INDEXING);
      assertThat(progress.to()).contains("5.2.0");
      assertThat(progress.indexers())
          .containsExactly(new UpgradeProgress.Indexer("medic", "_design/:staged:medic", 40));
      cht.upgrades().abort();
      assertThat(cht.upgrades().progress().state()).isEmpty();
    }
    path();
    var staged = server.takeRequest();
    assertThat(staged.getTarget()).isEqualTo("/api/v2/upgrade/stage");
    assertThat(staged.getBody().utf8())
        .contains("\"version\":\"5.2.0\"", "\"namespace\":\"medic\"");
  }

  @Test
  void anotherServerIsNamedForWhatItIs() {
    answer(200, "<html>Welcome</html>");
    answer(200, "{\"couchdb\":\"Welcome\"}");
    try (ChtApi cht = cht()) {
      assertThatThrownBy(cht::version)
          .isInstanceOf(HostingException.class)
          .hasMessageContaining("is not JSON. Is this a CHT?");
      assertThatThrownBy(cht::version).hasMessageContaining("names no version");
    }
  }
}
