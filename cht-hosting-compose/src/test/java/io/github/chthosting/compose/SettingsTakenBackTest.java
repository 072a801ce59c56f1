package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.platform.Cost;
import io.github.chthosting.platform.Journal;
import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change of settings that was killed, and is taken back. */
class SettingsTakenBackTest {
  private final ComposePlatform platform = ComposePlatform.builder(new FakeEngine()).build();
  private final Path folder;
  private final Path environment;

  SettingsTakenBackTest(@TempDir Path folder) {
    this.folder = folder;
    this.environment = folder.resolve(".env");
  }

  @Test
  void passwordsThatWereThereStay() throws IOException {
    String before = "# mine\nCOUCHDB_PASSWORD=horse-battery\n";
    Files.writeString(environment, before);
    killedAndTakenBack("");
    assertThat(environment).hasContent(before);
  }

  @Test
  void aFileThatWasMadeGoes() {
    killedAndTakenBack("COUCHDB_PASSWORD");
    assertThat(environment).doesNotExist();
  }

  private void killedAndTakenBack(String secrets) {
    Step step =
        new Step(
            "write-settings",
            Map.of(
                "path",
                environment.toString(),
                "order",
                "CHT_NETWORK",
                "set.CHT_NETWORK",
                "clinic-net",
                "secrets",
                secrets),
            Cost.FREE);
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      Plan plan = new Plan("change", List.of(step));
      assertThatThrownBy(() -> plan.apply(journal, new KilledRunner(platform.changes())).await())
          .hasMessage("killed");
      assertThat(environment).content().contains("CHT_NETWORK=clinic-net");
      assertThat(journal.rollBack(platform.changes()).await()).isTrue();
    }
  }
}
