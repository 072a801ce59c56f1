package io.github.chthosting.compose.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.platform.Topology;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseTest {

  @Test
  void saysWhichImagesItNeeds() {
    Release release = Samples.release("5.0.2");
    assertThat(release.images(Map.of("REGISTRY", "mirror:5000")))
        .containsExactly(
            "mirror:5000/cht-nginx:5.0.2",
            "registry.example.org/cht-api:5.0.2",
            "registry.example.org/cht-couchdb:5.0.2");
    assertThat(release.services().keySet()).containsExactly("api", "couchdb", "nginx");
  }

  @Test
  void saysWhichVariablesItNeeds() {
    assertThat(Samples.release("5.0.2").variables())
        .isEqualTo(
            Map.of(
                "ALSO_INHERITED", variable("ALSO_INHERITED", Set.of(), false, true),
                "COUCHDB_PASSWORD", variable("COUCHDB_PASSWORD", Set.of(), true, true),
                "COUCHDB_USER", variable("COUCHDB_USER", Set.of("admin", "medic"), false, false),
                "INHERITED", variable("INHERITED", Set.of(), false, true),
                "NGINX_HTTPS_PORT", variable("NGINX_HTTPS_PORT", Set.of("443"), false, false),
                "REGISTRY", variable("REGISTRY", Set.of("registry.example.org"), false, false)));
  }

  private static ComposeVariable variable(
      String name, Set<String> fallbacks, boolean required, boolean bare) {
    return new ComposeVariable(name, fallbacks, required, bare);
  }

  @Test
  void aClusterHasAFileOfItsOwn() {
    assertThat(Release.names(Topology.SINGLE)).containsExactly("cht-core.yml", "cht-couchdb.yml");
    assertThat(Release.names(Topology.CLUSTERED))
        .containsExactly("cht-core.yml", "cht-couchdb-clustered.yml");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "services:\\n  a:\\n image: x|cht-core.yml, line 3, is no YAML: ",
        "services:\\n  a: [x|cht-core.yml, line 2, is no YAML: ",
        "services:\\n  a:\\n    image: x\\n  a:\\n    image: y|cht-core.yml, line 4, is no YAML: ",
        "<html>504 Gateway Timeout</html>|cht-core.yml has no services: it is not a compose file",
        "''|cht-core.yml has no services: it is not a compose file",
        "services: {}|cht-core.yml has no services: it is not a compose file",
        "services:\\n  a:\\n    build: .|cht-core.yml has no image for its service a; nothing was changed"
      })
  void namesTheLineThatIsBroken(String text, String message) {
    assertThatThrownBy(() -> ComposeFile.parse("cht-core.yml", text.replace("\\n", "\n")))
        .isInstanceOf(HostingException.class)
        .hasMessageStartingWith(message)
        .hasMessageEndingWith("; nothing was changed");
  }

  @Test
  void aFileThatOnlyAddsToOthersHasNoImages() {
    ComposeFile own =
        ComposeFile.installed(
            "cht-hosting.yml", "services: {api: {mem_limit: 5m}, web: {image: a/b:1}}");
    assertThat(own.images()).containsOnlyKeys("web");
    assertThatThrownBy(() -> ComposeFile.parse("x.yml", "services: {api: {mem_limit: 5m}}"))
        .hasMessage("x.yml has no image for its service api; nothing was changed");
  }
}
