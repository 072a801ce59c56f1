package io.github.chthosting.compose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.compose.deployment.InstallOptions;
import io.github.chthosting.files.FileHold;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two plans for one installation at once, each with a journal of its own. */
class TwoPlansTest extends InstallCase {
  TwoPlansTest(@TempDir Path root) {
    super(root);
  }

  @Test
  void whatAnotherProcessIsAtWorkOnIsRefused() throws Exception {
    Plan install = plan(clinic().build(), InstallOptions.standard());
    Path own = Files.createDirectories(folder.resolve(".cht-hosting"));
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Holder.class.getName(),
                own.resolve("plan.lock").toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(other.getInputStream(), UTF_8))) {
      assertThat(said.readLine()).isEqualTo("held");
      for (int i = 0; i < 2; i++) {
        try (Journal journal = Journal.in(root.resolve("journal of my own"))) {
          assertThatThrownBy(() -> install.apply(journal))
              .isInstanceOf(PlanRefusedException.class)
              .hasMessageContaining("another plan is at work on the installation in " + folder)
              .hasMessageContaining("Nothing was changed");
          assertThat(journal.unfinished()).isEmpty();
        }
      }
    } finally {
      other.destroyForcibly();
      other.onExit().join();
    }
    assertThat(folder.resolve("compose")).doesNotExist();
    assertThat(engine.commands()).noneMatch(each -> each.startsWith("compose"));
    // Whoever was killed holds nothing.
    FileHold.of(own.resolve("plan.lock")).orElseThrow().close();
  }

  /** Holds a file until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] file) throws IOException {
      try (FileHold hold = FileHold.of(Path.of(file[0])).orElseThrow()) {
        System.out.println("held");
        while (hold.channel().isOpen() && System.in.read() >= 0) {
          // Until it is killed.
        }
      }
    }
  }
}
