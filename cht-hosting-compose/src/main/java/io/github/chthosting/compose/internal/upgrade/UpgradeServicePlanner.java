package io.github.chthosting.compose.internal.upgrade;

import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.deployment.UpgradeOptions;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.internal.host.HostFacts;
import io.github.chthosting.compose.internal.install.GetImage;
import io.github.chthosting.compose.internal.install.LoadImages;
import io.github.chthosting.compose.internal.install.PullPolicy;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.compose.internal.instance.Services;
import io.github.chthosting.compose.release.ComposeFile;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Risk;
import io.github.chthosting.platform.ServiceStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Plans the upgrade of the upgrade service itself, which has no versions: its newest file and
 * image. The CHT's own containers are not touched. If the new one does not come up, the file and
 * the image before are put back.
 */
public final class UpgradeServicePlanner {
  private UpgradeServicePlanner() {}

  /**
   * The plan; whether the image has changed is seen when it is pulled.
   *
   * @throws PlanRefusedException if the instance has no upgrade service, or a service is not up
   */
  public static Plan of(Engine platform, Instance instance, UpgradeOptions options) {
    String title = "upgrade the upgrade service of " + instance.name();
    HostFacts.requireLocal(platform.docker(), title);
    List<String> reasons = new ArrayList<>();
    if (instance.layout().mode() != StartedBy.STANDARD) {
      reasons.add(instance.name() + " is in direct mode: there is no upgrade service");
    }
    instance.status().stream()
        .filter(each -> !each.service().equals(Services.UPGRADE) && !each.isUp())
        .map(ServiceStatus::service)
        .forEach(
            service ->
                reasons.add(
                    service
                        + " is not up: a new upgrade service would start it: deal with it first"));
    if (!reasons.isEmpty()) {
      throw new PlanRefusedException(title, reasons);
    }
    return plan(title, instance, platform.releases().upgradeService(), options);
  }

  private static Plan plan(
      String title, Instance instance, ReleaseFile file, UpgradeOptions options) {
    List<PlannedStep> steps = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    String image = image(instance, file);
    String now = instance.upgradeService().map(Container::status).map(it -> it.image()).orElse("");
    notes.add(
        now.equals(image)
            ? "image " + image + ": pulled again, for its name may mean a newer one"
            : "~ image " + now + " -> " + image);
    List<String> lines = LineDiff.of(there(instance).orElse(""), file.text());
    if (!lines.isEmpty()) {
      notes.add("~ file " + instance.layout().upgradeFile());
      lines.forEach(line -> notes.add("    " + line));
    }
    options.archives().forEach(archive -> steps.add(new LoadImages(archive).costing(cost(60))));
    steps.add(pull(image, now.equals(image), options));
    steps.add(new ExchangeUpgradeService(instance.layout(), file.sha256()).costing(cost(30)));
    return new Plan(title, steps, notes);
  }

  private static PlannedStep pull(String image, boolean again, UpgradeOptions options) {
    PullPolicy otherwise = again ? PullPolicy.ALWAYS : PullPolicy.MISSING;
    PullPolicy policy = options.archives().isEmpty() ? otherwise : PullPolicy.NEVER;
    return new GetImage(image, image, policy).costing(cost(60));
  }

  private static String image(Instance instance, ReleaseFile file) {
    Map<String, String> images = new TreeMap<>();
    ComposeFile.parse(file.name(), file.text()).images(instance.environment().values(), images);
    return Optional.ofNullable(images.get(Services.UPGRADE))
        .orElseThrow(
            () ->
                new PlanRefusedException(
                    "upgrade the upgrade service of " + instance.name(),
                    List.of(file + " has no service " + Services.UPGRADE)));
  }

  private static Optional<String> there(Instance instance) {
    try {
      return Optional.of(Files.readString(instance.layout().upgradeFile()));
    } catch (IOException e) {
      // Then all of the new one is new.
      return Optional.empty();
    }
  }

  private static Cost cost(int seconds) {
    return UpgradeDiff.cost(seconds, Risk.REVERSIBLE);
  }
}
