package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.backup.report.BackupIncompleteException;
import io.github.chthosting.couchdb.backup.report.BackupReport;
import io.github.chthosting.couchdb.backup.report.VerifyReport;
import io.github.chthosting.testkit.EmbeddedNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups of a database of which copies are away, or were: whole, or refused. */
class AwayCopiesBackupTest extends DegradedBackupCase {
  @ParameterizedTest
  @CsvSource({"2,0", "2,1", "3,0", "3,1"})
  void aCopyThatMissedWritesIsMadeUpFor(int n, int victim) throws Exception {
    fill(n);
    server.node(victim).stop();
    try (CouchDb other = through(victim == 0 ? 1 : 0)) {
      Database there = other.database(medic.name());
      for (int i = 0; i < 20; i++) {
        there.put("late" + i, Map.of("n", i));
      }
      truth.putAll(leaves(there));
    }
    server.node(victim).start();

    assertWhole(backup().start().await().databases().get(0));
  }

  @ParameterizedTest
  @CsvSource({"2,0", "2,2", "3,0", "3,2"})
  void oneNodeThatIsAwayDoesNotMatter(int n, int victim) throws Exception {
    fill(n);
    server.node(victim).stop();
    BackupReport report;
    try (CouchDb other = through(victim == 0 ? 1 : 0)) {
      report = Backup.of(other).databases(medic.name()).to(store()).start().await();
    }

    assertWhole(report.databases().get(0));
  }

  @Test
  void theOnlyCopyAwayIsRefused() throws Exception {
    fill(1);
    String away = holder();
    List<String> names = server.nodes().stream().map(EmbeddedNode::name).toList();
    server.node(names.indexOf(away)).stop();

    try (CouchDb other = through((names.indexOf(away) + 1) % 3)) {
      assertThatThrownBy(() -> Backup.of(other).databases(medic.name()).to(store()).start().await())
          .isInstanceOf(HostingException.class);
    }
    assertThat(store().list()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void anEmptiedCopyInMaintenanceDoesNotMatter(int victim) throws Exception {
    fill(3);
    empty(server.node(victim).name());
    server.node(victim).config("couchdb", "maintenance_mode", "true");

    BackupReport report = backup().start().await();

    server.node(victim).config("couchdb", "maintenance_mode", "false");
    assertWhole(report.databases().get(0));
  }

  @Test
  void aRangeOfWhichMostCopiesAreAwayIsRefused() throws Exception {
    fill(3);
    server.node(1).stop();
    server.node(2).stop();

    assertThatThrownBy(() -> backup().start().await())
        .isInstanceOf(BackupIncompleteException.class)
        .hasMessageContaining("00000000-7fffffff")
        .hasMessageContaining(server.node(1).name() + " not read")
        .hasMessageContaining("acceptingIncomplete()");
    assertThat(store().list()).isEmpty();

    BackupReport report = backup().acceptingIncomplete().start().await();

    assertThat(report.isComplete()).isFalse();
    VerifyReport verified = Verify.backup(store()).start().await();
    assertThat(verified.incomplete()).singleElement().asString().contains("too few copies");
  }
}
