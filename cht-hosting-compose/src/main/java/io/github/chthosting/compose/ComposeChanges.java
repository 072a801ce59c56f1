package io.github.chthosting.compose;

import io.github.chthosting.compose.internal.Capability;
import io.github.chthosting.compose.internal.destroy.Removal;
import io.github.chthosting.compose.internal.files.CopySteps;
import io.github.chthosting.compose.internal.files.RestoreSteps;
import io.github.chthosting.compose.internal.install.FileSteps;
import io.github.chthosting.compose.internal.install.ImageSteps;
import io.github.chthosting.compose.internal.move.LegacySteps;
import io.github.chthosting.compose.internal.move.ShardSteps;
import io.github.chthosting.compose.internal.move.TopologySteps;
import io.github.chthosting.compose.internal.move.VolumeSteps;
import io.github.chthosting.compose.internal.password.PasswordSteps;
import io.github.chthosting.compose.internal.run.Databases;
import io.github.chthosting.compose.internal.run.RestartPolicies;
import io.github.chthosting.compose.internal.run.Starting;
import io.github.chthosting.compose.internal.run.Stopping;
import io.github.chthosting.compose.internal.run.Verification;
import io.github.chthosting.compose.internal.tenants.ProxySteps;
import io.github.chthosting.compose.internal.tls.CertbotSteps;
import io.github.chthosting.compose.internal.tls.CertificateSteps;
import io.github.chthosting.compose.internal.upgrade.KeepSteps;
import io.github.chthosting.compose.internal.upgrade.UpgradeServiceSteps;
import io.github.chthosting.compose.internal.upgrade.UpgradeSteps;
import io.github.chthosting.compose.internal.watchdog.WatchdogSteps;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Step;
import io.github.chthosting.platform.StepRunner;
import java.util.List;

/** Hands each step to the capability that knows it. */
record ComposeChanges(List<Capability> capabilities) implements StepRunner {

  /** Everything that can be done to instances; a new capability enters here. */
  static ComposeChanges of(ComposePlatform platform) {
    return new ComposeChanges(
        List.of(
            new FileSteps(platform),
            new ImageSteps(platform),
            new Starting(platform),
            new Databases(platform),
            new Verification(platform),
            new Stopping(platform),
            new RestartPolicies(platform),
            new CertificateSteps(platform),
            new CertbotSteps(platform),
            new PasswordSteps(platform),
            new CopySteps(platform),
            new RestoreSteps(),
            new WatchdogSteps(platform),
            new Removal(platform),
            new KeepSteps(platform),
            new UpgradeSteps(platform),
            new UpgradeServiceSteps(platform),
            new TopologySteps(platform),
            new ShardSteps(platform),
            new VolumeSteps(platform),
            new LegacySteps(platform),
            new ProxySteps(platform)));
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context) throws Exception {
    capability(step).run(step, marks, context);
  }

  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) throws Exception {
    capability(step).rollBack(step, marks, context);
  }

  private Capability capability(Step step) {
    return capabilities.stream()
        .filter(each -> each.actions().contains(step.action()))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("nothing here knows the step " + step.action()));
  }
}
