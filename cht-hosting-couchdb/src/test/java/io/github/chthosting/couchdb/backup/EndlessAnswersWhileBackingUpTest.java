package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.chthosting.Credentials;
import io.github.chthosting.Operation;
import io.github.chthosting.TimedOutException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.backup.report.BackupReport;
import io.github.chthosting.couchdb.server.NotFoundException;
import io.github.chthosting.testkit.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers that never end, and revisions that go while they are read. */
class EndlessAnswersWhileBackingUpTest extends BrokenAnswersCase {
  @ParameterizedTest
  @EnumSource
  void anAnswerThatNeverEndsIsLeft(Answer answer) throws Exception {
    inject(Fault::neverEnding, answer, 0);

    assertThat(failure())
        .hasMessageStartingWith(answer.words + medic.name() + ": ")
        .hasMessageContaining("The database is untouched; the backup is not whole.");
  }

  @Test
  void aSmallAnswerThatNeverEndsIsLeftToo() throws Exception {
    embedded.server().inject(Fault.on("GET", "/" + medic.name() + "/_security").neverEnding());
    try (CouchDb hasty =
        CouchDb.builder(embedded.server().uri())
            .credentials(Credentials.basic("admin", "password"))
            .readTimeout(Duration.ofMillis(300))
            .build()) {
      assertThat(
              catchThrowable(
                  () ->
                      Backup.of(hasty)
                          .databases(medic.name())
                          .to(store())
                          .start()
                          .await(Duration.ofSeconds(60))))
          .isInstanceOf(TimedOutException.class)
          .hasMessageStartingWith("GET " + embedded.server().uri() + medic.name() + "/_security")
          .hasMessageContaining("the answer has no end within 3 s, after ");
    }
    assertThat(store().list()).isEmpty();
  }

  @Test
  void aRevisionThatIsReplacedAndCompactedWhileItsAttachmentsAreRead() throws Exception {
    String path = "/" + medic.name() + "/pictures/small.png";
    embedded.server().inject(Fault.on("GET", path).delay(Duration.ofSeconds(5)).times(1));
    String before = medic.request("GET", "pictures").json().path("_rev").asString("");
    Operation<BackupReport> backup = backup().start();
    while (embedded.server().requests().stream()
        .noneMatch(one -> one.method().equals("GET") && one.path().equals(path))) {
      Thread.onSpinWait();
    }

    attach("small.png", 999);
    medic.upkeep().compact();
    while (isThere(before)) {
      Thread.onSpinWait();
    }

    assertThat(backup.await().databases().get(0).counts().changed()).isEqualTo(1);
    assertWholeAndOnce(backup.await());
  }

  private boolean isThere(String rev) {
    try {
      medic.request("GET", "pictures").query("rev", rev).json();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }
}
