package io.github.chthosting.compose.internal.steps;

import io.github.chthosting.compose.internal.destroy.RemovalSteps;
import io.github.chthosting.compose.internal.files.FileCopySteps;
import io.github.chthosting.compose.internal.install.FileSteps;
import io.github.chthosting.compose.internal.install.ImageSteps;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.move.MoveSteps;
import io.github.chthosting.compose.internal.password.PasswordSteps;
import io.github.chthosting.compose.internal.run.RunSteps;
import io.github.chthosting.compose.internal.tenants.ProxySteps;
import io.github.chthosting.compose.internal.tls.TlsSteps;
import io.github.chthosting.compose.internal.upgrade.UpgradeSteps;
import io.github.chthosting.compose.internal.watchdog.WatchdogSteps;
import io.github.chthosting.plan.StepHandlers;

/** Everything that can be done to instances; a new kind of step enters here. */
public final class ComposeSteps {
  private ComposeSteps() {}

  public static StepHandlers of(Engine platform) {
    return StepHandlers.builder()
        .addAll(FileSteps.handlers(platform))
        .addAll(ImageSteps.handlers(platform))
        .addAll(RunSteps.handlers(platform))
        .addAll(TlsSteps.handlers(platform))
        .addAll(PasswordSteps.handlers(platform))
        .addAll(FileCopySteps.handlers(platform))
        .addAll(WatchdogSteps.handlers(platform))
        .addAll(RemovalSteps.handlers(platform))
        .addAll(UpgradeSteps.handlers(platform))
        .addAll(MoveSteps.handlers(platform))
        .addAll(ProxySteps.handlers(platform))
        .build()
        .guardedBy(plan -> InstallationGuard.open(platform, plan));
  }
}
