package io.github.chthosting.compose.install;

import io.github.chthosting.platform.Deployment;
import io.github.chthosting.platform.Risk;
import io.github.chthosting.platform.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Where images come from: files first, then the registry or its mirror. Pure. */
record ImagePlan(Deployment deployment, InstallOptions options) {

  List<Step> steps(Set<String> images) {
    List<Step> steps = new ArrayList<>();
    for (Path archive : images.isEmpty() ? List.<Path>of() : options.archives()) {
      Map<String, String> arguments = Map.of("archive", archive.toString());
      steps.add(InstallDiff.step("load-images", arguments, 120, Risk.REVERSIBLE));
    }
    images.forEach(
        image -> steps.add(InstallDiff.step("get-image", source(image), 60, Risk.REVERSIBLE)));
    return steps;
  }

  private Map<String, String> source(String image) {
    Map<String, String> arguments = new TreeMap<>(Map.of("image", image));
    mirrored(image).ifPresent(from -> arguments.put("from", from));
    if (!options.archives().isEmpty()) {
      arguments.put("pull", "never");
    }
    return arguments;
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
