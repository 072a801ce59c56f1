package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.compose.internal.run.Health;
import io.github.chthosting.platform.PlatformException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** A container that ends again and again, looked at when it happens to run and when it does not. */
class HealthTest {
  private final FakeEngine engine = new FakeEngine();
  private final ObjectNode api = engine.container("clinic", "api", "x/cht-api:5.0.2", Map.of());
  private final ComposePlatform platform = ComposePlatform.builder(engine).build();
  private final Health health = new Health("upgrade clinic");

  private void is(String state, int restarts, int exitCode) {
    api.put("RestartCount", restarts);
    api.withObject("/State").put("Status", state).put("ExitCode", exitCode);
  }

  private List<String> missing() {
    return health.missing(platform.instance("clinic").orElseThrow().observed(), service -> true);
  }

  @Test
  void theExitCodeIsThatOfItsEndThoughItRunsAgain() {
    is("running", 2, 0);
    missing();
    is("restarting", 6, 137);
    assertThat(missing()).containsExactly("api is RESTARTING");
    is("running", 7, 0);
    assertThatThrownBy(this::missing)
        .isInstanceOf(PlatformException.class)
        .hasMessageContaining("of service api ends again and again, with exit code 137.");
  }

  @Test
  void oneThatWasNeverSeenDownIsWaitedForLonger() {
    is("running", 0, 0);
    missing();
    is("running", 5, 0);
    missing();
    is("running", 10, 0);
    assertThatThrownBy(this::missing)
        .hasMessageContaining("of service api ends again and again. Its last lines:");
  }

  @Test
  void whatEndedBeforeDoesNotCount() {
    is("running", 40, 0);
    missing();
    is("restarting", 44, 1);
    assertThat(missing()).containsExactly("api is RESTARTING");
  }
}
