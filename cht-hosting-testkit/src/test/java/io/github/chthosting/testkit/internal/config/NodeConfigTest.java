package io.github.chthosting.testkit.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeConfigTest {
  @Test
  void tellsWhatWasThereBefore() {
    NodeConfig config = new NodeConfig();
    List<String> heard = new ArrayList<>();
    config.onChange((section, key, value) -> heard.add(section + "/" + key + "=" + value));
    assertThat(config.set("cluster", "q", "8")).isEmpty();
    assertThat(config.set("cluster", "q", "12")).contains("8");
    assertThat(config.delete("cluster", "q")).contains("12");
    assertThat(config.delete("cluster", "q")).isEmpty();
    assertThat(config.section("cluster")).isEmpty();
    assertThat(heard).containsExactly("cluster/q=8", "cluster/q=12", "cluster/q=null");
  }

  @Test
  void anythingButANumberIsTheDefault() {
    NodeConfig config = new NodeConfig();
    config.set("cluster", "q", "many");
    assertThat(config.number("cluster", "q", 2)).isEqualTo(2);
  }

  @Test
  void isFoundAgainInItsFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("etc/local.ini");
    NodeConfig config = new NodeConfig();
    ConfigFile.attach(file, config);
    config.set("a", "b", "c = d");
    assertThat(Files.readString(file)).isEqualTo("[a]\nb = c = d\n");
    NodeConfig again = new NodeConfig();
    ConfigFile.attach(file, again);
    assertThat(again.get("a", "b")).isEqualTo("c = d");
  }
}
