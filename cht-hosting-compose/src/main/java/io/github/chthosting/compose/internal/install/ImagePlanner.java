package io.github.chthosting.compose.internal.install;

import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.InstallOptions;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Risk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The source of images: files first, then the registry or its mirror. Pure. */
record ImagePlanner(ComposeDeployment deployment, InstallOptions options) {

  List<PlannedStep> steps(Set<String> images) {
    List<PlannedStep> steps = new ArrayList<>();
    for (Path archive : images.isEmpty() ? List.<Path>of() : options.archives()) {
      steps.add(new LoadImages(archive).costing(InstallDiff.cost(120, Risk.REVERSIBLE)));
    }
    images.forEach(
        image -> steps.add(source(image).costing(InstallDiff.cost(60, Risk.REVERSIBLE))));
    return steps;
  }

  private GetImage source(String image) {
    PullPolicy policy = options.archives().isEmpty() ? PullPolicy.MISSING : PullPolicy.NEVER;
    return new GetImage(image, mirrored(image).orElse(image), policy);
  }

  /** {@code public.ecr.aws/medic/cht-api:5.0.2} is {@code MIRROR/medic/cht-api:5.0.2} there. */
  private Optional<String> mirrored(String image) {
    if (deployment.registryMirror().isEmpty()) {
      return Optional.empty();
    }
    String first = image.substring(0, Math.max(0, image.indexOf('/')));
    boolean named = first.contains(".") || first.contains(":") || first.equals("localhost");
    String path = named ? image.substring(first.length() + 1) : image;
    return Optional.of(deployment.registryMirror() + "/" + path);
  }
}
