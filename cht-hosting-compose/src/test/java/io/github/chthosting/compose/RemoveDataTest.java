package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.internal.destroy.RemovalSteps;
import io.github.chthosting.compose.internal.destroy.RemoveData;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.release.ReleaseSource;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The world is looked at again right before data are removed. */
class RemoveDataTest {
  @TempDir Path folder;

  private void remove(Path data) throws IOException {
    Path home = folder.resolve("home");
    Layout layout =
        new Layout(
            "cht", StartedBy.DIRECT, home, home.resolve(".env"), List.of(), "", home.resolve("x"));
    Engine engine =
        new Engine(new FakeEngine(), ReleaseSource.folder(folder), Duration.ofSeconds(1));
    Plan plan =
        new Plan("destroy", List.of(new RemoveData(layout, data).costing(Cost.FREE)))
            .carriedOutBy(RemovalSteps.handlers(engine));
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      plan.apply(journal).await();
    }
  }

  @Test
  void whatCouchDbHasWrittenGoes() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data/shards"));
    remove(data.resolveSibling(".").normalize());
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void whatIsNotOfCouchDbStays() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.writeString(data.resolve("thesis.txt"), "mine");
    assertThatThrownBy(() -> remove(data))
        .isInstanceOf(HostingException.class)
        .hasMessageContaining("it holds no CouchDB data, but something else");
    assertThat(data.resolve("thesis.txt")).hasContent("mine");
  }
}
