package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.Credentials;
import io.github.chthosting.UnreachableException;
import io.github.chthosting.UnsupportedVersionException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.server.IllegalNameException;
import io.github.chthosting.couchdb.server.NotFoundException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A wrong address, a wrong server, a wrong name: said plainly, and nothing is left behind. */
class BadServersTest extends BadServersCase {
  @ParameterizedTest
  @EnumSource
  void nobodyListens(Job job) throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }

    assertThat(failure(job, "http://127.0.0.1:" + port))
        .isInstanceOf(UnreachableException.class)
        .hasMessage(
            "GET http://127.0.0.1:%d/ - connection refused (attempt 2 of 2). Check that the server runs and listens on 127.0.0.1:%d.",
            port, port);
  }

  @ParameterizedTest
  @EnumSource
  void anUnknownHost(Job job) throws Exception {
    assertThat(failure(job, "http://couch.invalid:5984"))
        .isInstanceOf(UnreachableException.class)
        .hasMessage(
            "GET http://couch.invalid:5984/ - the host name couch.invalid is not known (attempt 2 of 2). Check its spelling, and the DNS of this machine.");
  }

  @ParameterizedTest
  @EnumSource
  void aWrongPassword(Job job) throws Exception {
    try (CouchDb couch =
        CouchDb.builder(embedded.server().uri())
            .credentials(Credentials.basic("admin", "sesame"))
            .build()) {
      assertThat(failure(job, couch))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessage(
              "GET %s: 401 unauthorized - Name or password is incorrect. (attempt 1 of 5)",
              embedded.server().uri())
          .hasMessageNotContaining("sesame");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anotherServer(Job job) throws Exception {
    assertNoCouchDb(job, "{\"version\":\"8.1\",\"name\":\"elastic\"}");
  }

  @ParameterizedTest
  @EnumSource
  void aVersionThatIsNone(Job job) throws Exception {
    assertNoCouchDb(job, "{\"couchdb\":\"Welcome\",\"version\":\"latest\"}");
  }

  private void assertNoCouchDb(Job job, String answer) throws Exception {
    String port = answering(answer);

    assertThat(failure(job, "http://" + port))
        .hasMessage(
            "GET http://%s/: answered, but is not CouchDB. Check host, port and path prefix.",
            port);
  }

  @ParameterizedTest
  @EnumSource
  void aWebPage(Job job) throws Exception {
    String port = answering("<html>Log in</html>");

    assertThat(failure(job, "http://" + port))
        .hasMessage(
            "GET http://%s/: status 200, but the answer is not JSON (no content type). Check that this is CouchDB, and that no proxy changes its answers.",
            port);
  }

  @ParameterizedTest
  @EnumSource
  void couchDbOne(Job job) throws Exception {
    String port = answering("{\"couchdb\":\"Welcome\",\"version\":\"1.7.2\"}");

    assertThat(failure(job, "http://" + port))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessage("GET http://%s/: CouchDB 1.7.2 is too old: 2.3 or later is needed", port);
  }

  @Test
  void aMissingDatabase() throws Exception {
    Path place = folder.resolve("b");

    assertThat(
            catchThrowable(
                () ->
                    Backup.of(embedded.couch())
                        .databases("medic", "medik")
                        .to(BackupStore.folder(place))
                        .start()
                        .await()))
        .isInstanceOf(NotFoundException.class)
        .hasMessage(
            "GET %smedik: 404 not_found - Database does not exist. (attempt 1 of 5) Check the name. Nothing was written.",
            embedded.server().uri());
    assertThat(place).doesNotExist();
    assertThat(
            catchThrowable(
                () ->
                    Verify.backup(made()).against(embedded.couch()).prefix("no-").start().await()))
        .isInstanceOf(NotFoundException.class)
        .hasMessage(
            "GET %sno-medic: 404 not_found - Database does not exist. (attempt 1 of 5) The backup calls it medic; give its live name with rename or prefix.",
            embedded.server().uri());
  }

  @Test
  void anIllegalName() throws Exception {
    List<String> before = embedded.couch().databases();
    Path place = folder.resolve("b");
    String message =
        "illegal database name '%s': only lower-case letters, digits and _$()+-/ are allowed, a letter first, at most 238 of them. Nothing was sent.";

    assertThat(
            catchThrowable(
                () ->
                    Backup.of(embedded.couch())
                        .databases("medic", "Medic")
                        .to(BackupStore.folder(place))
                        .start()
                        .await()))
        .isInstanceOf(IllegalNameException.class)
        .hasMessage(message, "Medic");
    assertThat(place).doesNotExist();
    assertThat(
            catchThrowable(
                () -> Restore.from(made()).to(embedded.couch()).prefix("R ").start().await()))
        .isInstanceOf(IllegalNameException.class)
        .hasMessage(message, "R medic");
    assertThat(
            catchThrowable(
                () -> Verify.backup(made()).against(embedded.couch()).prefix("9").start().await()))
        .isInstanceOf(IllegalNameException.class)
        .hasMessage(message, "9medic");
    assertThat(embedded.couch().databases()).isEqualTo(before);
  }
}
