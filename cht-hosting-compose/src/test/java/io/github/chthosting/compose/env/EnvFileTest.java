package io.github.chthosting.compose.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvFileTest {
  /** What a hand may have written; EnvDockerIT asks the real Compose for the same. */
  static final String BY_HAND =
      """
      # the clinic's own
      A=plain
      B="dq $A \\$A \\"x\\" \\\\ # no"
      C='sq $A # no'
      D=un $A # comment
      export E=e
      F: colon
      G=a#b
      H="multi
      line"
      I=
      J=${NOPE:-def}
      K="tab\\tend\\nnl"
      L=  spaced \s
      M="x" # c
      N=it's
      O='a\\'b'
      Q=$$x
      R=a\\nb
      S="a\\xb"

      U=back\\slash
      """;

  /** As Compose 2.26.1 gave them. */
  static final Map<String, String> MEANT =
      Map.ofEntries(
          Map.entry("A", "plain"),
          Map.entry("B", "dq plain $A \"x\" \\ # no"),
          Map.entry("C", "sq $A # no"),
          Map.entry("D", "un plain"),
          Map.entry("E", "e"),
          Map.entry("F", "colon"),
          Map.entry("G", "a#b"),
          Map.entry("H", "multi\nline"),
          Map.entry("I", ""),
          Map.entry("J", "def"),
          Map.entry("K", "tab\tend\nnl"),
          Map.entry("L", "spaced"),
          Map.entry("M", "x"),
          Map.entry("N", "it's"),
          Map.entry("O", "a'b"),
          Map.entry("Q", "$x"),
          Map.entry("R", "a\\nb"),
          Map.entry("S", "a\\xb"),
          Map.entry("U", "back\\slash"));

  static final List<String> HARD_VALUES =
      List.of(
          "",
          "plain",
          "two words",
          " leading",
          "trailing ",
          "a#b",
          "a #b",
          "#a",
          "$HOME",
          "${X}",
          "$$",
          "it's",
          "say \"x\"",
          "'both\"",
          "back\\slash",
          "end\\",
          "'\\",
          "\\'",
          "two\nlines",
          "'two'\nlines",
          "tab\there",
          "a=b",
          "a: b",
          "ünïcode ✓",
          "`id`",
          "!x",
          "%d",
          "'$x\\n'");

  @Test
  void meansWhatComposeMakesOfIt() {
    assertThat(EnvFile.parse(".env", BY_HAND).values()).isEqualTo(MEANT);
  }

  @Test
  void changingOneValueKeepsEveryOtherLine() {
    EnvFile file = EnvFile.parse(".env", BY_HAND);
    assertThat(file.text()).isEqualTo(BY_HAND);
    assertThat(file.with("A", "plain")).isSameAs(file);
    assertThat(file.with("G", "x y").text()).isEqualTo(BY_HAND.replace("G=a#b", "G='x y'"));
    assertThat(file.with("H", "one").text())
        .isEqualTo(BY_HAND.replace("H=\"multi\nline\"", "H=one"));
    assertThat(file.with("NEW", "1").text()).isEqualTo(BY_HAND + "NEW=1\n");
  }

  @Test
  void everyValueComesBack() {
    for (String value : HARD_VALUES) {
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
        "A=\"s3\"cret|.env, line 2, goes on after its quote; nothing was changed",
        "=s3cret|.env, line 2, is no NAME=VALUE; nothing was changed"
      })
  void namesTheLineAndNeverItsValue(String line, String message) {
    assertThatThrownBy(() -> EnvFile.parse(".env", "# c\n" + line + "\n"))
        .isInstanceOf(HostingException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1A", "A B", "A=", "A\nB"})
  void namesAreChecked(String name) {
    assertThatThrownBy(() -> EnvFile.empty().with(name, "x"))
        .hasMessage("'" + name + "' is no name of a variable");
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
