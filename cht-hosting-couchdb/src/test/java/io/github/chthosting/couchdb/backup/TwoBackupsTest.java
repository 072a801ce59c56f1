package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.kills.ChildProcess;
import io.github.chthosting.couchdb.kills.CopyProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two processes that back up into one folder at once: at most one succeeds, and its is whole. */
class TwoBackupsTest {
  @TempDir Path folder;
  private final Embedded embedded = new Embedded();
  private final Site site = new Site(embedded.couch());

  @AfterEach
  void stop() {
    site.close();
    embedded.close();
  }

  private Database filled(String name) throws Exception {
    Database database = site.create(name);
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      documents.add("{\"_id\":\"d%d\",\"_rev\":\"1-%032x\",\"n\":%d}".formatted(i, i + 1, i));
    }
    site.write(database, documents.toArray(String[]::new));
    return database;
  }

  @ParameterizedTest
  @ValueSource(strings = {"medic", "other"})
  void theSecondIsRefusedAndHarmsNothing(String second) throws Exception {
    Database medic = filled("medic");
    Database other = second.equals("medic") ? medic : filled(second);
    for (int round = 0; round < 3; round++) {
      Path place = folder.resolve("b" + round);
      List<Integer> codes;
      String said;
      try (ChildProcess one = process(place, medic);
          ChildProcess two = process(place, other)) {
        codes = List.of(one.await(), two.await());
        said = one.log() + two.log();
      }
      assertThat(codes).as(said).isSubsetOf(ChildProcess.DONE, ChildProcess.REFUSED);
      assertThat(codes.stream().filter(code -> code == ChildProcess.DONE).count())
          .as(said)
          .isLessThanOrEqualTo(1);
      if (codes.contains(ChildProcess.DONE)) {
        Verify.backup(BackupStore.folder(place)).start().await();
      } else {
        assertThat(BackupStore.folder(place).list()).isEmpty();
      }
    }
  }

  private ChildProcess process(Path place, Database database) {
    return CopyProcess.start(
        CopyProcess.Work.BACKUP, embedded.server().uris(), place, database.name(), "-");
  }

  @Test
  void oneAfterTheOtherTheSecondIsRefused() throws Exception {
    Database medic = filled("medic");
    try (ChildProcess one = process(folder.resolve("b"), medic)) {
      assertThat(one.await()).as(one.log()).isEqualTo(ChildProcess.DONE);
    }
    try (ChildProcess two = process(folder.resolve("b"), medic)) {
      assertThat(two.await()).isEqualTo(ChildProcess.REFUSED);
      assertThat(two.log()).contains("is not empty").contains("Nothing was written");
    }
    Verify.backup(BackupStore.folder(folder.resolve("b"))).start().await();
  }
}
