package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.backup.report.TargetNotEmptyException;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.Copy;
import io.github.chthosting.couchdb.internal.shards.LostVolume;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A restore into a database that looks empty by the copy that answers, and is not. */
class RestoreIntoDegradedTest {
  @TempDir Path folder;
  private final Embedded embedded = new Embedded();
  private final Site site = new Site(embedded.couch());
  private Database medic;

  @BeforeEach
  void fill() throws Exception {
    medic = embedded.couch().database(site.name("medic"));
    medic.create(DatabaseOptions.defaults().q(1).n(3));
    medic.put("a", Map.of("n", 1));
    settle();
    Backup.of(embedded.couch()).databases(medic.name()).to(store()).start().await();
  }

  @AfterEach
  void stop() {
    site.close();
    embedded.close();
  }

  private BackupStore store() {
    return BackupStore.folder(folder.resolve("b"));
  }

  private void settle() throws InterruptedException {
    assertThat(embedded.server().background().awaitIdle(Duration.ofSeconds(20))).isTrue();
  }

  /** Empties all copies but one. */
  private void empty(int survivor) {
    embedded.server().background().pauseShards();
    String kept = embedded.server().node(survivor).name();
    copies()
        .filter(copy -> !copy.node().equals(kept))
        .forEach(copy -> LostVolume.empty(copy.file()));
  }

  private Copy copy(int node) {
    String name = embedded.server().node(node).name();
    return copies().filter(copy -> copy.node().equals(name)).findFirst().orElseThrow();
  }

  private Stream<Copy> copies() {
    return DatabaseCopies.read(Wire.of(embedded.couch()), medic.name()).ranges().stream()
        .flatMap(range -> range.copies().stream());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void isRefusedAndChangesNoSetting(int survivor) {
    medic.request("PUT", "_revs_limit").body(Site.JSON.valueToTree(5)).json();
    empty(survivor);

    assertThatThrownBy(this::restore)
        .isInstanceOf(TargetNotEmptyException.class)
        .hasMessageContaining("holds 1 documents");
    assertThat(copy(survivor).file().setting("_revs_limit").asInt(0)).isEqualTo(5);
  }

  private void restore() {
    Restore.from(store()).to(embedded.couch()).start().await();
  }

  @Test
  void isDoneWhereAllCopiesAreEmptyAndOneNodeIsAway() throws Exception {
    Callable<Integer> documents =
        () -> medic.request("GET", "_all_docs").json().path("rows").size();
    medic.delete();
    settle();
    medic.create(DatabaseOptions.defaults().q(1).n(3));
    settle();
    embedded.server().node(2).stop();

    restore();

    assertThat(documents.call()).isEqualTo(1);
  }
}
