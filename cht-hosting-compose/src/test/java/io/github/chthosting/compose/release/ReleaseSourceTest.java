package io.github.chthosting.compose.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.UnreachableException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseSourceTest {
  private static final ChtVersion VERSION = ChtVersion.of("5.0.2");
  private static final ChtVersion BRANCH = ChtVersion.of("someone/fix");

  private static final String VERSIONS =
      """
      {"total_rows":7,"offset":0,"rows":[
      {"id":"medic:medic:5.0.2","key":["release","medic","medic",5,0,2],"value":{}},
      {"id":"medic:medic:5.0.0-beta.1","key":["beta","medic","medic",5,0,0,1],"value":{}},
      {"id":"medic:medic:someone/fix","key":["branch","medic","medic","someone/fix"],"value":{}},
      {"id":"medic:medic:4.21.0","key":["release","medic","medic",4,21,0],"value":{}},
      {"id":"medic:medic:3.17.0","key":["release","medic","medic",3,17,0],"value":{}},
      {"id":"medic:medic:not a version","key":["branch","medic","medic","not a version"],"value":{}},
      {"id":"other:thing:1.0.0","key":["release","other","thing",1,0,0],"value":{}}]}
      """;

  private final MockWebServer server = new MockWebServer();
  private final Path folder;
  private volatile String core = Samples.CORE;

  ReleaseSourceTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void start() throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            String body =
                switch (request.getTarget()) {
                  case "/builds/medic%3Amedic%3A5.0.2/docker-compose/cht-core.yml",
                      "/builds/medic:medic:5.0.2/docker-compose/cht-core.yml",
                      "/builds/medic:medic:someone%2Ffix/docker-compose/cht-core.yml" ->
                      core;
                  case "/builds/medic%3Amedic%3A5.0.2/docker-compose/cht-couchdb.yml",
                      "/builds/medic:medic:5.0.2/docker-compose/cht-couchdb.yml",
                      "/builds/medic:medic:someone%2Ffix/docker-compose/cht-couchdb.yml" ->
                      Samples.COUCHDB;
                  case "/builds/_design/builds/_view/releases" -> VERSIONS;
                  default -> "";
                };
            return body.isEmpty()
                ? new MockResponse.Builder().code(404).body("{\"error\":\"not_found\"}").build()
                : new MockResponse.Builder().body(body).build();
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ReleaseSource builds() {
    return ReleaseSource.buildsServer(server.url("/builds").uri());
  }

  @Test
  void theBuildsServerHasThemAsAttachments() {
    Release release = builds().fetch(VERSION, Topology.SINGLE);
    assertThat(release).isEqualTo(Samples.release("5.0.2"));
    assertThat(release.files().get(0).sha256()).hasSize(64);
  }

  @Test
  void aVersionThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> builds().fetch(ChtVersion.of("5.9.9"), Topology.SINGLE))
        .isInstanceOf(ReleaseNotFoundException.class)
        .hasMessageEndingWith(": there is no cht-core.yml of CHT 5.9.9");
    assertThatThrownBy(() -> builds().fetch(VERSION, Topology.CLUSTERED))
        .hasMessageEndingWith(": there is no cht-couchdb-clustered.yml of CHT 5.0.2");
  }

  @Test
  void whatWasFetchedOnceNeedsNoServer() {
    Release first = ReleaseSource.cached(builds(), folder).fetch(VERSION, Topology.SINGLE);
    int asked = server.getRequestCount();
    server.close();
    assertThat(ReleaseSource.cached(builds(), folder).fetch(VERSION, Topology.SINGLE))
        .isEqualTo(first);
    assertThat(server.getRequestCount()).isEqualTo(asked);
    assertThat(ReleaseSource.folder(folder).fetch(VERSION, Topology.SINGLE)).isEqualTo(first);
    assertThatThrownBy(
            () ->
                ReleaseSource.cached(builds(), folder)
                    .fetch(ChtVersion.of("5.0.3"), Topology.SINGLE))
        .isInstanceOf(UnreachableException.class);
  }

  @Test
  void aReleaseThatChangesIsRefusedHereAndThere() throws IOException {
    ReleaseSource cached = ReleaseSource.cached(builds(), folder);
    cached.fetch(VERSION, Topology.SINGLE);
    Path kept = folder.resolve("5.0.2/cht-core.yml");
    Files.writeString(kept, Samples.CORE + "# edited\n");
    assertThatThrownBy(() -> cached.fetch(VERSION, Topology.SINGLE))
        .isInstanceOf(VerificationFailedException.class)
        .hasMessageStartingWith("cht-core.yml of CHT 5.0.2 has sha256 ")
        .hasMessageContaining("when it was first seen: releases do not change");
    Files.delete(kept);
    core = Samples.CORE + "# replaced\n";
    assertThatThrownBy(() -> cached.fetch(VERSION, Topology.SINGLE))
        .isInstanceOf(VerificationFailedException.class);
    assertThat(kept).doesNotExist();
  }

  @Test
  void aBranchChangesAndIsFetchedEachTime() {
    ReleaseSource cached = ReleaseSource.cached(builds(), folder);
    cached.fetch(BRANCH, Topology.SINGLE);
    core = Samples.CORE + "# built again\n";
    assertThat(cached.fetch(BRANCH, Topology.SINGLE).files().get(0).text()).endsWith("again\n");
    server.close();
    assertThat(cached.fetch(BRANCH, Topology.SINGLE).files().get(0).text()).endsWith("again\n");
  }

  @Test
  void brokenFilesAreNotKept() {
    core = "<html>proxy</html>";
    assertThatThrownBy(() -> ReleaseSource.cached(builds(), folder).fetch(VERSION, Topology.SINGLE))
        .hasMessageContaining("cht-core.yml has no services");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theVersionsThatAreThere() {
    ReleaseSource cached = ReleaseSource.cached(builds(), folder);
    assertThat(cached.versions())
        .extracting(ChtVersion::toString)
        .containsExactlyInAnyOrder("4.21.0", "5.0.0-beta.1", "5.0.2", "someone/fix")
        .containsSubsequence("4.21.0", "5.0.0-beta.1", "5.0.2");
    assertThat(ReleaseSource.folder(folder).versions()).isEmpty();
    cached.fetch(VERSION, Topology.SINGLE);
    cached.fetch(BRANCH, Topology.SINGLE);
    server.close();
    assertThat(cached.versions()).containsExactlyInAnyOrder(VERSION, BRANCH);
    assertThat(ReleaseSource.folder(folder).versions()).isEqualTo(cached.versions());
  }

  @Test
  void aServerWithoutTheListIsTold() {
    ReleaseSource other = ReleaseSource.buildsServer(server.url("/other").uri());
    assertThatThrownBy(other::versions)
        .isInstanceOf(ReleaseNotFoundException.class)
        .hasMessageEndingWith("there is no list of versions");
  }

  @Test
  void aCatalogueThatIsNoneIsTold() throws IOException {
    Files.writeString(folder.resolve("catalogue.json"), "[]");
    assertThatThrownBy(() -> ReleaseSource.cached(builds(), folder).fetch(VERSION, Topology.SINGLE))
        .isInstanceOf(HostingException.class)
        .hasMessageContaining("is not a catalogue");
  }
}
