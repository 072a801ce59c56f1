package io.github.chthosting.compose.internal.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.deployment.StartedBy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpectedDatabasesTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private static ExpectedDatabases of(Map<String, Long> documents) {
    return new ExpectedDatabases(NOON, documents);
  }

  @Test
  void growthAndSmallLossesAreNoReason() {
    ExpectedDatabases before = of(Map.of("medic", 1000L, "_users", 5L, "medic-user-a-meta", 7L));
    assertThat(before.against(of(Map.of("medic", 5000L, "_users", 9L)))).isEmpty();
    assertThat(before.against(of(Map.of("medic", 900L, "_users", 1L)))).isEmpty();
  }

  @Test
  void whatIsMissingOrMuchSmallerIsNamed() {
    ExpectedDatabases before = of(Map.of("medic", 1000L, "medic-sentinel", 1000L, "_users", 5L));
    assertThat(before.against(of(Map.of("medic", 899L, "_users", 5L))))
        .containsExactly(
            "medic has 899 documents, and had 1000",
            "medic-sentinel is not there, and had 1000 documents");
    assertThat(of(Map.of()).against(of(Map.of()))).isEmpty();
  }

  @Test
  void keptInTheFolderOfTheInstallation(@TempDir Path folder) throws IOException {
    Layout layout =
        new Layout("cht", StartedBy.DIRECT, folder, folder.resolve(".env"), List.of(), "", folder);
    assertThat(ExpectedDatabases.read(layout)).isEmpty();
    ExpectedDatabases expected = of(Map.of("medic", 12L));
    expected.write(layout);
    assertThat(ExpectedDatabases.read(layout)).contains(expected);
    Files.writeString(folder.resolve(".cht-hosting/databases.json"), "{\"recorded\":");
    assertThatThrownBy(() -> ExpectedDatabases.read(layout))
        .isInstanceOf(HostingException.class)
        .hasMessageContaining("Restore it, or remove it to start a new record");
  }
}
