package io.github.chthosting.compose.internal.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.release.ReleaseFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way back is whole, or it is none. */
class KeptVersionTest {
  private final Layout layout;

  KeptVersionTest(@TempDir Path folder) {
    layout =
        Layout.guide(
            ComposeDeployment.builder("clinic", "5.0.1", folder).build(), StartedBy.DIRECT);
  }

  @Test
  void whatWasKeptIsReadAgain() throws IOException {
    KeptVersion kept =
        new KeptVersion(
            KeptVersion.nameOf("feature/x"),
            "feature/x",
            List.of(new ReleaseFile("cht-core.yml", "services: {}\n")),
            Map.of("r.example/cht-api:x", "sha256:abc"));
    assertThat(KeptVersion.read(layout, "feature+x")).isEmpty();
    kept.write(layout);
    kept.write(layout);
    assertThat(KeptVersion.read(layout, "feature+x")).contains(kept);
    assertThat(KeptVersion.before(layout, "5.0.2")).isEmpty();
    kept.asWayBackFrom(layout, "5.0.2");
    assertThat(KeptVersion.before(layout, "5.0.2")).contains(kept);
    assertThat(KeptVersion.before(layout, "5.0.3")).isEmpty();
    Files.delete(KeptVersion.folder(layout, "feature+x").resolve("kept.json"));
    assertThat(KeptVersion.before(layout, "5.0.2")).isEmpty();
  }
}
