package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.Operation;
import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.UnreachableException;
import io.github.chthosting.couchdb.backup.report.BackupReport;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.server.CouchDbException;
import java.io.IOException;
import java.time.Duration;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;

/** Bad answers give a typed error, and leave nothing that looks like a backup. */
class BadInputTest extends BadInputCase {
  @Test
  void aConnectionCutInTheMiddleOfARow() throws IOException {
    changes =
        new MockResponse.Builder()
            .code(200)
            .body(FEED)
            .setHeader("Content-Length", "5000")
            .onResponseEnd(new SocketEffect.CloseSocket())
            .build();

    assertThatThrownBy(() -> backup(BackupStore.folder(place())).await())
        .isInstanceOf(UnreachableException.class)
        .hasMessageContaining("reading the changes of medic")
        .hasMessageContaining("the backup is not whole");
    assertNothingLeft();
  }

  @Test
  void anErrorAfterTheAnswerBeganWell() throws IOException {
    changes = json("{\"results\":[\n" + row(1) + "\n\n{\"error\":\"x\",\"reason\":\"y z\"}\n");

    assertThatThrownBy(() -> backup(BackupStore.folder(place())).await())
        .isInstanceOf(CouchDbException.class)
        .hasMessageContaining("x - y z");
    assertNothingLeft();
  }

  @Test
  void anAnswerThatIsNotCouchDbs() throws IOException {
    changes = json("<html>login</html>");

    assertThatThrownBy(() -> backup(BackupStore.folder(place())).await())
        .isInstanceOf(HostingException.class)
        .hasMessageContaining("not the answer that was asked for");
    assertNothingLeft();
  }

  @Test
  void anAnswerThatNeverEnds() throws IOException {
    changes = json("{\"results\":[" + " ".repeat(3 << 20));

    assertThatThrownBy(() -> backup(BackupStore.folder(place())).await())
        .hasMessageContaining("only white space");
    assertNothingLeft();
  }

  @Test
  void cancelling() throws IOException {
    changes =
        new MockResponse.Builder()
            .code(200)
            .body(FEED)
            .throttleBody(1, 50, java.util.concurrent.TimeUnit.MILLISECONDS)
            .build();
    Operation<BackupReport> backup = backup(BackupStore.folder(place()));

    backup.cancel();

    assertThatThrownBy(() -> backup.await(Duration.ofSeconds(20)))
        .isInstanceOf(OperationCancelledException.class);
    assertNothingLeft();
  }
}
