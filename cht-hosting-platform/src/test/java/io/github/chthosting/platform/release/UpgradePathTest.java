package io.github.chthosting.platform.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.ChtVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpgradePathTest {

  private static UpgradePath path(String from, String to) {
    return UpgradePath.between(ChtVersion.of(from), ChtVersion.of(to));
  }

  @ParameterizedTest
  @CsvSource({
    "4.0.0, 4.4.1",
    "4.4.2, 4.5.0",
    "4.5.0, 5.0.0",
    "4.21.1, 5.2.0",
    "5.0.0, 5.0.0",
    "5.0.0-beta.1, 5.0.0",
    "4.21.0, master",
    "master, 5.0.0"
  })
  void open(String from, String to) {
    assertThat(path(from, to).obstacles()).isEmpty();
    assertThat(path(from, to).isOpen()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4.4.2|5.0.0|4.4.2 must be upgraded to 4.5.0 or a later 4.x before 5.0.0",
        "4.0.0|master|4.0.0 must be upgraded to 4.5.0 or a later 4.x before master",
        "3.17.0|4.21.0|3.17.0 cannot be upgraded in place: migrate its data to 4.x, then upgrade",
        "5.0.1|5.0.0|5.0.0 is older than 5.0.1: the CHT does not downgrade; restore a backup instead",
        "5.0.0|6.0.0|6.0.0 cannot be hosted: this library knows 4.x and 5.x",
      })
  void closed(String from, String to, String obstacle) {
    assertThat(path(from, to).obstacles()).containsExactly(obstacle);
  }

  @Test
  void saysWhatANewMajorVersionCosts() {
    assertThat(path("4.21.0", "5.0.0").notes())
        .filteredOn(note -> !note.contains("(cht-core#"))
        .containsExactly(
            "the upgrade to 5.x can take five times the disk that CouchDB uses now",
            "sync and search are down until Nouveau has indexed: up to 24 hours");
    assertThat(path("5.0.0", "5.1.0").notes())
        .allMatch(note -> note.startsWith("CHT 5.1.0 has a known fault: "));
  }

  @Test
  void saysWhatABranchHides() {
    assertThat(path("5.0.0", "master").notes())
        .containsExactly("a branch has no number: whether master is newer than 5.0.0 is unknown");
  }
}
