package io.github.chthosting.compose.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The file {@code .env}: read as Compose reads it, and changed without touching other lines. */
class EnvFileTest {
  @Test
  void meansWhatComposeMakesOfIt() {
    assertThat(EnvFile.parse(".env", EnvSamples.BY_HAND).values()).isEqualTo(EnvSamples.MEANT);
  }

  @Test
  void oddOnesToo() {
    SoftAssertions all = new SoftAssertions();
    OddSettings.READ.forEach(
        (text, value) ->
            all.assertThat(EnvFile.parse("x", EnvLines.HEAD + text + "\n").get("P"))
                .as(text)
                .contains(value));
    for (String text : OddSettings.REFUSED) {
      all.assertThatThrownBy(() -> EnvFile.parse("x", EnvLines.HEAD + text))
          .as(text)
          .isInstanceOf(HostingException.class)
          .hasMessageEndingWith("; nothing was changed");
    }
    all.assertAll();
  }

  /** Secrets are kept however they are written, as long as Compose takes them. */
  @Test
  void aChangeOfAnotherSettingChangesNoValue() {
    OddSettings.READ.forEach(
        (text, value) -> {
          EnvFile file = EnvFile.parse("x", text + "\nOTHER=1\n");
          EnvFile changed = file.with("OTHER", "2").with("NEW", "3");
          assertThat(changed.get("P")).as(text).isEqualTo(file.get("P"));
          assertThat(changed.text()).isEqualTo(text + "\nOTHER=2\nNEW=3\n");
        });
  }

  @Test
  void aChangedValueIsReadAsSuchWhateverStandsBesideIt() {
    for (String text : OddSettings.READ.keySet()) {
      EnvFile file = EnvFile.parse("x", EnvLines.HEAD + text + "\nOTHER=1\n");
      for (String value : EnvSamples.HARD_VALUES) {
        EnvFile changed = file.with("P", value);
        assertThat(changed.get("P")).as(changed.text()).contains(value);
        assertThat(changed.get("Q")).as(text).isEqualTo(file.get("Q"));
        assertThat(changed.get("R")).as(text).isEqualTo(file.get("R"));
        assertThat(changed.get("OTHER")).contains("1");
      }
      EnvFile without = file.without("P");
      assertThat(without.get("P")).as(text).isEmpty();
      assertThat(without.get("Q")).as(text).isEqualTo(file.get("Q"));
      assertThat(without.get("OTHER")).contains("1");
    }
  }

  @Test
  void aLineThatIsEmptiedGoes() {
    EnvFile file = EnvFile.parse("x", "A=1\n  export P=2 # of it\nB='3' P='4' C=5 # no\nP=6");
    assertThat(file.without("P").text()).isEqualTo("A=1\nB='3'  C=5 # no\n");
    assertThat(file.with("D", "7").text()).endsWith("\nP=6\nD=7\n");
  }

  @Test
  void whatComposeGetsFromThisProcessComesFirst() {
    EnvFile file = EnvFile.parse("x", "HOME=/none\nP=${HOME}/data\n", Map.of("HOME", "/home/me"));
    assertThat(file.values()).isEqualTo(Map.of("HOME", "/home/me", "P", "/home/me/data"));
    assertThat(file.with("HOME", "/other").text()).startsWith("HOME=/other\n");
  }

  @Test
  void bytesThatAreNotUtf8StayAsTheyAre(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve(".env"), EnvSamples.LATIN_1);
    EnvFile read = EnvFile.read(file);
    assertThat(read.get("P")).contains("x");
    read.with("P", "y").with("P", "x").write(file);
    assertThat(file).hasBinaryContent(EnvSamples.LATIN_1);
    assertThatThrownBy(() -> EnvFile.empty().with("P", "\uD83D").write(file))
        .hasMessageStartingWith(file + " cannot be written: ");
    assertThat(file).hasBinaryContent(EnvSamples.LATIN_1);
  }

  @Test
  void utf16IsNamed(@TempDir Path folder) throws IOException {
    Path file =
        Files.write(folder.resolve(".env"), "\uFEFFA=1".getBytes(StandardCharsets.UTF_16LE));
    assertThatThrownBy(() -> EnvFile.read(file))
        .isInstanceOf(HostingException.class)
        .hasMessage(file + " is in UTF-16, which Compose does not read: save it as UTF-8");
  }

  @Test
  void tooManyVariablesWithinEachOtherAreRefused() {
    String text = "A=" + "${NONE:-".repeat(100_000) + "}".repeat(100_000);
    assertThatThrownBy(() -> EnvFile.parse("x", text))
        .hasMessage(
            "x, line 1, has more than 200 variables within each other; nothing was changed");
    assertThat(Interpolation.apply(text, name -> null)).isEqualTo("A=");
  }

  @Test
  void changingOneValueKeepsEveryOtherLine() {
    EnvFile file = EnvFile.parse(".env", EnvSamples.BY_HAND);
    assertThat(file.text()).isEqualTo(EnvSamples.BY_HAND);
    assertThat(file.with("A", "plain")).isSameAs(file);
    assertThat(file.with("G", "x y").text())
        .isEqualTo(EnvSamples.BY_HAND.replace("G=a#b", "G='x y'"));
    assertThat(file.with("H", "one").text())
        .isEqualTo(EnvSamples.BY_HAND.replace("H=\"multi\nline\"", "H=one"));
    assertThat(file.with("M", "y").text())
        .isEqualTo(EnvSamples.BY_HAND.replace("M=\"x\" # c", "M='y' # c"));
    assertThat(file.with("NEW", "1").text()).isEqualTo(EnvSamples.BY_HAND + "NEW=1\n");
  }

  @Test
  void everyValueComesBack() {
    for (String value : EnvSamples.HARD_VALUES) {
      String text = EnvFile.empty().with("X", value).text();
      assertThat(EnvFile.parse(".env", text).get("X")).as(text).contains(value);
    }
  }

  @Test
  void ofTwoTheLastCounts() {
    EnvFile file = EnvFile.parse(".env", "A=1\nA=2\n");
    assertThat(file.get("A")).contains("2");
    assertThat(file.with("A", "3").text()).isEqualTo("A=1\nA=3\n");
  }

  @Test
  void windowsLineEndsAndAByteOrderMarkAreNoPartOfValues() {
    assertThat(EnvFile.parse(".env", "\uFEFFA=1\r\nB=2\r\n").values())
        .isEqualTo(Map.of("A", "1", "B", "2"));
    assertThat(EnvFile.parse(".env", "").text()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BAD KEY=s3cret|.env, line 2, is no NAME=VALUE; nothing was changed",
        "A=\"s3cret|.env, line 2, has a quote that does not end; nothing was changed",
        "A=\"s3\"=cret|.env, line 2, is no NAME=VALUE; nothing was changed",
        "=s3cret|.env, line 2, is no NAME=VALUE; nothing was changed",
        "A=s3cret${Q|.env, line 2, has a '${' that begins no variable; Compose takes '$$' for a dollar; nothing was changed",
        "A=${s3-cret|.env, line 2, has a '${' that begins no variable; Compose takes '$$' for a dollar; nothing was changed",
        "A=s3cret${Q:?}|.env, line 2, needs Q, which has no value; nothing was changed"
      })
  void namesTheLineAndNeverItsValue(String line, String message) {
    assertThatThrownBy(() -> EnvFile.parse(".env", "# c\n" + line + "\n"))
        .isInstanceOf(HostingException.class)
        .hasMessage(message);
  }

  @Test
  void theCharacterZeroIsNoPartOfAVariable() {
    assertThatThrownBy(() -> EnvFile.parse(".env", "A=s3cret\0\n"))
        .hasMessage(".env, line 1, holds the character 0; nothing was changed");
    assertThatThrownBy(() -> EnvFile.empty().with("A", "s3cret\0"))
        .hasMessage("a value must not contain the character 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1A", "A B", "A=", "A\nB"})
  void namesAreChecked(String name) {
    assertThatThrownBy(() -> EnvFile.empty().with(name, "x"))
        .hasMessage("'" + name + "' is not a variable name");
  }

  @Test
  void showsNamesOnly() {
    assertThat(EnvFile.parse(".env", "COUCHDB_PASSWORD=s3cret\n"))
        .hasToString("EnvFile[COUCHDB_PASSWORD]");
  }

  @Test
  void onlyItsOwnerReadsIt(@TempDir Path folder) throws IOException {
    Path file = folder.resolve(".env");
    Files.writeString(file, "A=old\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    EnvFile.read(file).with("A", "new").write(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(file).hasContent("A=new");
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void aLinkStaysALink(@TempDir Path folder) throws IOException {
    Path real = folder.resolve("real");
    Path link = Files.createSymbolicLink(folder.resolve(".env"), real);
    Files.writeString(real, "A=1\n");
    EnvFile.read(link).with("A", "2").write(link);
    assertThat(link).isSymbolicLink();
    assertThat(real).hasContent("A=2");
  }

  @Test
  void aFolderThatIsNotThereIsTold(@TempDir Path folder) {
    Path file = folder.resolve("none/.env");
    assertThat(EnvFile.read(file).values()).isEmpty();
    assertThatThrownBy(() -> EnvFile.empty().with("A", "1").write(file))
        .isInstanceOf(HostingException.class)
        .hasMessageStartingWith(file + " cannot be written: ")
        .hasMessageEndingWith("; it is as it was");
  }

  @Test
  void portsAreNumbersThatCanBe() {
    EnvFile file = EnvFile.parse("x", "A=8443\nB=0\nC=70000\nD=http\nE=\n");
    assertThat(file.port("A")).contains(8443);
    assertThat(List.of("B", "C", "D", "E", "F")).allMatch(name -> file.port(name).isEmpty());
  }
}
