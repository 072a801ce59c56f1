package io.github.chthosting.compose.internal.upgrade;

import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.internal.Capability;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Step;
import java.util.Set;

/** Replaces the services of one version by those of another. */
public final class UpgradeSteps implements Capability {
  private final ComposePlatform platform;

  public UpgradeSteps(ComposePlatform platform) {
    this.platform = platform;
  }

  @Override
  public Set<String> actions() {
    return Set.of("upgrade-services", "roll-back-services");
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context) {
    new Exchange(platform, step, marks, context).run();
  }

  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) {
    new Exchange(platform, step, marks, context).back();
  }
}
