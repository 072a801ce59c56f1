package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.compose.internal.install.Setting;
import io.github.chthosting.compose.internal.install.WriteSettings;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    killedAndTakenBack();
    assertThat(environment).hasContent(before);
  }

  @Test
  void aFileThatWasMadeGoes() {
    killedAndTakenBack("COUCHDB_PASSWORD");
    assertThat(environment).doesNotExist();
  }

  private void killedAndTakenBack(String... names) {
    List<String> secrets = List.of(names);
    List<Setting> set = List.of(new Setting("CHT_NETWORK", "clinic-net"));
    WriteSettings step = new WriteSettings(environment, set, secrets);
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      Plan plan =
          new Plan("change", List.of(step.costing(Cost.FREE))).carriedOutBy(platform.handlers());
      assertThatThrownBy(() -> plan.around(KilledRunner::new).apply(journal).await())
          .hasMessage("killed");
      assertThat(environment).content().contains("CHT_NETWORK=clinic-net");
      assertThat(platform.rollBack(journal).await()).isTrue();
    }
  }
}
