package io.github.chthosting.platform.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.plan.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseFactsTest {

  @ParameterizedTest
  @CsvSource({
    "4.0.0, 2.3.1, ",
    "4.3.2, 2.3.1, ",
    "4.4.0, 3.3.2, ",
    "4.6.0, 3.3.3, ",
    "4.15.0, 3.3.3, ",
    "4.16.0, 3.4.2, ",
    "4.20.1, 3.4.2, ",
    "4.21.0, 3.5.0, ",
    "4.22.0, 3.5.0, ",
    "5.0.3, 3.5.0, 3.5.0",
    "5.1.3, 3.5.0, 3.5.0",
    "5.2.0, 3.5.2, 3.5.2",
    "5.3.1, 3.5.2, 3.5.2"
  })
  void eachVersionShipsItsCouchDb(String cht, String couchDb, String nouveau) {
    assertThat(ShippedVersions.of(ChtVersion.of(cht)))
        .contains(new ShippedVersions(couchDb, Optional.ofNullable(nouveau)));
  }

  @ParameterizedTest
  @CsvSource({"3.17.0", "5.4.0", "6.0.0", "master"})
  void whatIsNotKnownIsNotGuessed(String version) {
    assertThat(ShippedVersions.of(ChtVersion.of(version))).isEmpty();
  }

  @Test
  void faultsEndWithTheVersionThatMendedThem() {
    assertThat(KnownFault.LARGE_USERS_CANNOT_SYNC.affects(ChtVersion.of("5.0.2"))).isTrue();
    assertThat(KnownFault.LARGE_USERS_CANNOT_SYNC.affects(ChtVersion.of("5.0.3"))).isFalse();
    assertThat(KnownFault.NOUVEAU_AFTER_PURGE.affects(ChtVersion.of("5.1.3"))).isFalse();
    assertThat(KnownFault.NOUVEAU_AFTER_PURGE.affects(ChtVersion.of("5.3.1"))).isTrue();
    assertThat(KnownFault.of(ChtVersion.of("master"))).isEmpty();
  }

  @Test
  void theListOfCodesIsWhole() throws IOException {
    assertThat(Files.readAllLines(Path.of("../docs/finding-codes.md")))
        .filteredOn(line -> line.startsWith("| `release."))
        .extracting(line -> line.substring(3, line.indexOf('`', 3)))
        .containsExactly(
            Arrays.stream(KnownFault.values()).map(KnownFault::code).toArray(String[]::new));
  }

  @Test
  void aFaultSaysWhatToDo() {
    assertThat(KnownFault.of(ChtVersion.of("5.3.0")))
        .singleElement()
        .asString()
        .startsWith("WARNING CHT 5.3.0: after many purges")
        .endsWith("rebuild the index (release.nouveau-after-purge)");
  }

  @Test
  void anUpgradeTellsOfFaultsOnTheWayAndAtItsEnd() {
    UpgradePath path = UpgradePath.between(ChtVersion.of("4.21.1"), ChtVersion.of("5.3.0"));
    assertThat(path.isOpen()).isTrue();
    assertThat(path.notes())
        .anyMatch(note -> note.startsWith("CHT 5.3.0 has a known fault: after many purges"))
        .anyMatch(note -> note.startsWith("an upgrade from it can end with UND_ERR"));
    assertThat(KnownFault.of(ChtVersion.of("4.21.1")))
        .extracting(Finding::code)
        .containsExactly(KnownFault.ADMINISTRATORS_LOST_ON_RESTART.code());
  }
}
