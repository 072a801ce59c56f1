package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import io.github.chthosting.UnreachableException;
import io.github.chthosting.UnsupportedVersionException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.server.IllegalNameException;
import io.github.chthosting.couchdb.server.NotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A wrong address, a wrong server, a wrong name: said plainly, and nothing is left behind. */
class BadServersTest {
  private static Embedded embedded;
  @TempDir private static Path shared;
  @TempDir Path folder;
  private final MockWebServer server = new MockWebServer();

  /** The work for which the bad server is used. */
  enum Job {
    BACKUP,
    RESTORE,
    VERIFY
  }

  @BeforeAll
  static void start() throws Exception {
    embedded = new Embedded();
    Database medic = embedded.couch().database("medic");
    medic.create();
    try (Site site = new Site(embedded.couch())) {
      site.write(medic, "{\"_id\":\"a\",\"_rev\":\"1-%s\"}".formatted(Site.hash('a')));
    }
    Backup.of(embedded.couch()).databases("medic").to(made()).start().await();
  }

  @AfterAll
  static void stop() {
    embedded.close();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static BackupStore made() {
    return BackupStore.folder(shared.resolve("made"));
  }

  /** Runs the job and checks that it left nothing: no file, no database, no request to write. */
  private HostingException failure(Job job, CouchDb couch) throws Exception {
    List<String> before = embedded.couch().databases();
    Path place = folder.resolve("b");
    Throwable thrown =
        catchThrowable(
            () -> {
              switch (job) {
                case BACKUP ->
                    Backup.of(couch)
                        .databases("medic")
                        .to(BackupStore.folder(place))
                        .start()
                        .await();
                case RESTORE -> Restore.from(made()).to(couch).prefix("r-").start().await();
                case VERIFY -> Verify.backup(made()).against(couch).start().await();
              }
            });
    assertThat(thrown).isInstanceOf(HostingException.class);
    assertThat(place).doesNotExist();
    assertThat(embedded.couch().databases()).isEqualTo(before);
    return (HostingException) thrown;
  }

  private HostingException failure(Job job, String address) throws Exception {
    try (CouchDb couch = client(address)) {
      return failure(job, couch);
    }
  }

  private static CouchDb client(String address) {
    return CouchDb.builder(URI.create(address))
        .credentials(Credentials.basic("admin", "password"))
        .attempts(2)
        .build();
  }

  private static String port(URI uri) {
    return "127.0.0.1:" + uri.getPort();
  }

  private String answering(String body) throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return new MockResponse.Builder().body(body).build();
          }
        });
    server.start(InetAddress.getLoopbackAddress(), 0);
    return "127.0.0.1:" + server.getPort();
  }

  private String answeringHttps(HeldCertificate certificate) throws IOException {
    HandshakeCertificates handshake =
        new HandshakeCertificates.Builder().heldCertificate(certificate).build();
    server.useHttps(handshake.sslSocketFactory());
    return answering("{\"couchdb\":\"Welcome\",\"version\":\"3.5.0\"}");
  }

  private static HeldCertificate.Builder certificate() {
    return new HeldCertificate.Builder().commonName("couch").addSubjectAlternativeName("127.0.0.1");
  }

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
  void httpsOnAnHttpPort(Job job) throws Exception {
    String port = port(embedded.server().uri());

    assertThat(failure(job, "https://" + port))
        .isInstanceOf(UnreachableException.class)
        .hasMessage(
            "GET https://%s/ - the port speaks plain HTTP, not HTTPS (attempt 1 of 2). Use http:// in the address, or the server's HTTPS port.",
            port);
  }

  @ParameterizedTest
  @EnumSource
  void httpOnAnHttpsPort(Job job) throws Exception {
    String port = answeringHttps(certificate().build());

    assertThat(failure(job, "http://" + port))
        .isInstanceOf(UnreachableException.class)
        .hasMessage(
            "GET http://%s/ - the port speaks HTTPS, not HTTP (attempt 1 of 2). Use https:// in the address, or the server's HTTP port.",
            port);
  }

  @ParameterizedTest
  @EnumSource
  void anUnknownCertificate(Job job) throws Exception {
    String port = answeringHttps(certificate().build());

    assertThat(failure(job, "https://" + port))
        .isInstanceOf(UnreachableException.class)
        .hasMessage(
            "GET https://%s/ - the server's certificate is self-signed (attempt 1 of 2). If it is yours, trust it: its PEM file as trustedCertificates, or its SHA-256 as pinnedCertificate.",
            port);
  }

  @ParameterizedTest
  @EnumSource
  void anExpiredCertificate(Job job) throws Exception {
    long day = TimeUnit.DAYS.toMillis(1);
    HeldCertificate authority = new HeldCertificate.Builder().certificateAuthority(0).build();
    String port =
        answeringHttps(certificate().signedBy(authority).validityInterval(day, 2 * day).build());
    Path pem = Files.writeString(folder.resolve("authority.pem"), authority.certificatePem());

    try (CouchDb couch =
        CouchDb.builder(URI.create("https://" + port)).trustedCertificates(pem).build()) {
      assertThat(failure(job, couch))
          .isInstanceOf(UnreachableException.class)
          .hasMessage(
              "GET https://%s/ - the server's certificate expired on 1970-01-03 (attempt 1 of 5). Renew it, and reload the server or proxy that serves it.",
              port);
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
