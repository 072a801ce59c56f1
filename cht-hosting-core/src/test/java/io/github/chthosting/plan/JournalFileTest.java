package io.github.chthosting.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.plan.TestSteps.Recorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The file of a journal: its lock, its owner, and a disk that is full. */
class JournalFileTest extends JournalCase {
  @Test
  void oneHolderAtATime() {
    try (Journal held = Journal.in(folder)) {
      assertThat(held.unfinished()).isEmpty();
      assertThatThrownBy(() -> Journal.in(folder))
          .isInstanceOf(HostingException.class)
          .hasMessageContaining("is held by this process already");
    }
  }

  /** Marks keep what a file held before it was changed. */
  @Test
  void onlyTheOwnerCanReadIt() throws IOException {
    Path fresh = folder.resolve("of/a/journal");
    Journal.in(fresh).close();
    assertThat(Files.getPosixFilePermissions(fresh))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.getPosixFilePermissions(fresh.resolve("journal.jsonl")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  /** A lock of a process is dropped when it closes any other handle of the file. */
  @Test
  void anotherProcessIsKeptOutWhileItIsHeld() throws Exception {
    cutAtWait();
    try (Journal held = Journal.in(folder)) {
      assertThat(held.unfinished()).isPresent();
      assertThat(openedByAnotherProcess()).contains("is held by another process");
    }
    assertThat(openedByAnotherProcess()).isEqualTo("opened");
  }

  /** A channel that is closed drops all POSIX locks of its process on that file. */
  @Test
  void aRefusalWithinTheProcessKeepsTheOthersOut() throws Exception {
    cutAtWait();
    try (Journal held = Journal.in(folder)) {
      assertThat(held.unfinished()).isPresent();
      assertThatThrownBy(() -> Journal.in(folder))
          .hasMessageContaining("is held by this process already");
      assertThat(openedByAnotherProcess()).contains("is held by another process");
    }
  }

  /** A full disk takes half of a line: what comes after must not be appended to it. */
  @Test
  void aLineThatTheDiskTookHalfIsDropped() throws Exception {
    cutAtWait();
    // No file of that process may grow beyond 8 blocks of 512 bytes.
    String said = shell("ulimit -f 8; exec \"$0\" \"$@\"", FillsJournal.class);
    assertThat(said).contains("cannot be written").endsWith("written after all");
    Recorder second = new Recorder();
    try (Journal journal = Journal.in(folder)) {
      assertThat(journal.resume(second.handlers()).await()).isEqualTo(2);
    }
    assertThat(second.did.get(0)).contains("n=short");
  }

  private String openedByAnotherProcess() throws Exception {
    return shell("exec \"$0\" \"$@\"", OpensJournal.class);
  }

  private String shell(String script, Class<?> main) throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String path = System.getProperty("java.class.path");
    List<String> command =
        List.of("sh", "-c", script, java.toString(), "-XX:-UsePerfData", "-cp", path);
    List<String> words = new ArrayList<>(command);
    words.addAll(List.of(main.getName(), folder.toString()));
    Process other = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(other.getInputStream().readAllBytes(), UTF_8).strip();
    other.waitFor();
    return said;
  }

  /** Opens a journal in a JVM of its own, and says how that went. */
  static final class OpensJournal {
    private OpensJournal() {}

    public static void main(String[] folder) {
      try {
        Journal.in(Path.of(folder[0])).close();
        System.out.println("opened");
      } catch (HostingException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /** Writes until the disk is full, and then something that still has room. */
  static final class FillsJournal {
    private FillsJournal() {}

    public static void main(String[] folder) {
      try (Journal journal = Journal.in(Path.of(folder[0]))) {
        try {
          journal.marks(1).put("n", "long".repeat(2000));
        } catch (HostingException e) {
          System.out.println(e.getMessage());
        }
        journal.marks(1).put("n", "short");
        System.out.println("written after all");
      }
    }
  }
}
