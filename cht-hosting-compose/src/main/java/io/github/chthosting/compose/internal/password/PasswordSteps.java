package io.github.chthosting.compose.internal.password;

import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.internal.Capability;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Step;
import java.io.IOException;
import java.util.Set;

/** Changes and recovers the administrator's password. */
public final class PasswordSteps implements Capability {
  private static final String CHANGE = "change-password";
  private static final String RECOVER = "recover-password";

  private final ComposePlatform platform;

  public PasswordSteps(ComposePlatform platform) {
    this.platform = platform;
  }

  @Override
  public Set<String> actions() {
    return Set.of(CHANGE, RECOVER);
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context)
      throws InterruptedException, IOException {
    if (step.action().equals(CHANGE)) {
      new Change(platform, step).apply(context);
    } else {
      new Recovery(platform, step).apply(marks);
    }
  }

  @Override
  public void rollBack(Step step, Marks marks, WorkContext context)
      throws InterruptedException, IOException {
    if (step.action().equals(CHANGE)) {
      new Change(platform, step).rollBack(context);
    } else {
      new Recovery(platform, step).rollBack(marks);
    }
  }
}
