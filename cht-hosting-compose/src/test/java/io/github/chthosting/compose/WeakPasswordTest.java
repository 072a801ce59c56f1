package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.Secret;
import io.github.chthosting.compose.password.PasswordFile;
import io.github.chthosting.platform.Cost;
import io.github.chthosting.platform.Journal;
import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The password that is to go is often one that nobody may have any more. */
class WeakPasswordTest {
  private final FakeEngine engine = new FakeEngine();
  private final FakeProjects projects = new FakeProjects(engine);
  private final ComposePlatform platform = projects.platform();
  private final Path folder;

  WeakPasswordTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void theOldOneMayBeAny() throws IOException {
    projects.write(folder, "cht", "COUCHDB_PASSWORD='weak !'");
    Path own = folder.resolve("own");
    Map<String, String> arguments =
        new TreeMap<>(platform.installation(folder).orElseThrow().layout().arguments());
    arguments.putAll(Map.of("user", "medic", "from", "", "own", own.toString()));
    Plan plan = new Plan("change", List.of(new Step("change-password", arguments, Cost.FREE)));
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      assertThatThrownBy(() -> plan.apply(journal, platform.changes()).await())
          .hasMessageContaining("CouchDB of cht does not run: start it first")
          .hasMessageNotContaining("weak");
    }
    assertThat(PasswordFile.kept(own.resolve("before"))).isEqualTo(Secret.of("weak !"));
  }

  /** A recovery that failed has put CouchDB's own file back, and keeps none. */
  @Test
  void aRecoveryThatFailedCanBeResumed() throws IOException {
    projects.write(folder, "cht", "COUCHDB_PASSWORD=horse-battery");
    projects.start(folder, "cht");
    Map<String, String> arguments =
        new TreeMap<>(platform.installation(folder).orElseThrow().layout().arguments());
    arguments.putAll(Map.of("user", "medic", "own", folder.resolve("own").toString()));
    Plan plan = new Plan("recover", List.of(new Step("recover-password", arguments, Cost.FREE)));
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      for (int i = 1; i <= 2; i++) {
        assertThatThrownBy(() -> plan.apply(journal, platform.changes()).await())
            .hasMessageContaining("before.ini");
        assertThat(engine.commands()).filteredOn(each -> each.startsWith("cp ")).hasSize(i);
      }
    }
  }
}
