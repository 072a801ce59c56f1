package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.Secret;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.internal.password.ChangePassword;
import io.github.chthosting.compose.internal.password.PasswordFile;
import io.github.chthosting.compose.internal.password.RecoverPassword;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
    Layout layout = platform.installation(folder).orElseThrow().layout();
    Plan plan = plan(new ChangePassword(layout, "medic", "", own));
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      assertThatThrownBy(() -> plan.apply(journal).await())
          .hasMessageContaining("CouchDB of cht does not run: start it first")
          .hasMessageNotContaining("weak");
    }
    assertThat(PasswordFile.kept(own.resolve("before"))).isEqualTo(Secret.of("weak !"));
  }

  private Plan plan(Step step) {
    return new Plan("password", List.of(step.costing(Cost.FREE))).carriedOutBy(platform.handlers());
  }

  /** A recovery that failed has put CouchDB's own file back, and keeps none. */
  @Test
  void aRecoveryThatFailedCanBeResumed() throws IOException {
    projects.write(folder, "cht", "COUCHDB_PASSWORD=horse-battery");
    projects.start(folder, "cht");
    Layout layout = platform.installation(folder).orElseThrow().layout();
    Plan plan = plan(new RecoverPassword(layout, "medic", folder.resolve("own")));
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      for (int i = 1; i <= 2; i++) {
        assertThatThrownBy(() -> plan.apply(journal).await()).hasMessageContaining("before.ini");
        assertThat(engine.commands()).filteredOn(each -> each.startsWith("cp ")).hasSize(i);
      }
    }
  }
}
