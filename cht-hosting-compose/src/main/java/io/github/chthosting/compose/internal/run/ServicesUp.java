package io.github.chthosting.compose.internal.run;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.internal.host.HostFacts;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.operation.Waiting;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.platform.PlatformException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Looks whether all services have come up, and stay so. */
final class ServicesUp {
  private static final String SERVICES = "verify-services";
  private static final Duration POLL = Duration.ofSeconds(1);

  private final Engine platform;

  ServicesUp(Engine platform) {
    this.platform = platform;
  }

  void verify(VerifyServices step, Marks marks, WorkContext context) {
    Layout layout = step.layout();
    ServedPage page =
        new ServedPage(
            HostFacts.isLocal(platform.docker()) ? platform.instance(layout).httpsPort() : -1);
    Health health = new Health(SERVICES + " of " + layout.project());
    List<String> missing = new ArrayList<>();
    Waiting.until(
        () -> {
          missing.clear();
          missing.addAll(missing(health, layout));
          if (missing.isEmpty()) {
            page.problem().ifPresent(missing::add);
          }
          return missing.isEmpty();
        },
        platform.patience(),
        POLL,
        context,
        SERVICES + " of " + layout.project(),
        () -> String.join("; ", missing) + reason(platform.instance(layout)));
  }

  /**
   * Returns what the upgrade service could not start, such as a container without its port, it
   * says.
   */
  private static String reason(Instance instance) {
    return instance
        .upgradeService()
        .map(each -> Health.lastLines(instance, each.status().name()))
        .map(lines -> ". The upgrade service's last lines:\n  | " + String.join("\n  | ", lines))
        .orElse("");
  }

  private List<String> missing(Health health, Layout layout) {
    try {
      return health.missing(platform.instance(layout), service -> true);
    } catch (PlatformException e) {
      e.addAftermath("What was started is left as it is: fix the cause, and resume.");
      throw e;
    }
  }
}
