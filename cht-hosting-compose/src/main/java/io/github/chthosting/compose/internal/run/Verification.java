package io.github.chthosting.compose.internal.run;

import io.github.chthosting.compose.ComposeInstance;
import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.Layout;
import io.github.chthosting.compose.host.HostFacts;
import io.github.chthosting.compose.internal.Capability;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.PlatformException;
import io.github.chthosting.platform.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks whether all services have come up, and stay so. */
public final class Verification implements Capability {
  public static final String SERVICES = "verify-services";

  private final ComposePlatform platform;

  public Verification(ComposePlatform platform) {
    this.platform = platform;
  }

  @Override
  public Set<String> actions() {
    return Set.of(SERVICES);
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context) {
    Layout layout = Layout.of(step.arguments());
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
        context,
        SERVICES + " of " + layout.project(),
        () -> String.join("; ", missing) + reason(platform.instance(layout)));
  }

  /** What the upgrade service could not start, such as a container without its port, it says. */
  private static String reason(ComposeInstance instance) {
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
      e.leaves("What was started is left as it is: see to the cause, and resume.");
      throw e;
    }
  }

  /** There is nothing to take back. */
  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) {}
}
