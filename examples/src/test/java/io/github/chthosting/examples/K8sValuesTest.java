package io.github.chthosting.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.examples.ExampleProcess.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values made for 4.x, and migrated: as the guide tells it. */
class K8sValuesTest {
  @Test
  void valuesAreMadeAndMigrated(@TempDir Path folder) throws Exception {
    ExampleProcess examples = new ExampleProcess(folder, Map.of());
    String old = folder.resolve("old.yaml").toString();
    String fresh = folder.resolve("new.yaml").toString();
    String[] make = {
      "k8s-values",
      "--version-of-cht",
      "4.22.0",
      "--cluster",
      "K3S",
      "--domain",
      "a.example.org",
      "--size",
      "10Gi",
      "--node",
      "n1",
      "--out",
      old
    };

    assertThat(examples.run(make))
        .isEqualTo(new Outcome(0, "written, with new secrets: " + old + "\n"));
    Outcome again = examples.run(make);
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.out()).contains("is there already");
    Outcome migrated =
        examples.run("k8s-migrate-values", "--values", old, "--to", "5.2.0", "--out", fresh);

    assertThat(migrated.code()).as(migrated.out()).isZero();
    assertThat(migrated.out())
        .contains("\"4.22.0\" -> \"5.2.0\"", "(values.volumes-first)", "needed: {");
    assertThat(Files.readString(Path.of(fresh))).contains("cht_image_tag: \"5.2.0\"");
  }
}
