package io.github.chthosting.compose.internal.upgrade;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.ComposeInstance;
import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.Layout;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.internal.Capability;
import io.github.chthosting.compose.release.Release;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.compose.upgrade.KeptVersion;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Step;
import io.github.chthosting.platform.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Puts what runs, and what is to run, beside each other. The files in use are not touched. */
public final class KeepSteps implements Capability {
  private final ComposePlatform platform;

  public KeepSteps(ComposePlatform platform) {
    this.platform = platform;
  }

  @Override
  public Set<String> actions() {
    return Set.of("keep-version", "fetch-version");
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context) {
    Layout layout = Layout.of(step.arguments());
    if (step.action().equals("keep-version")) {
      ComposeInstance instance = platform.instance(layout);
      new KeptVersion(
              step.argument("name"), step.argument("version"), instance.files(), images(instance))
          .write(layout);
    } else {
      new KeptVersion(step.argument("name"), step.argument("version"), files(step), Map.of())
          .write(layout);
    }
  }

  /** A name may mean another image tomorrow; the id of the container's own does not. */
  private static Map<String, String> images(ComposeInstance instance) {
    Map<String, String> images = new TreeMap<>();
    List<String> words =
        new ArrayList<>(List.of("inspect", "--format", "{{.Config.Image}} {{.Image}}"));
    instance.containers().stream().map(Container::id).forEach(words::add);
    if (!instance.containers().isEmpty()) {
      for (String line :
          instance.docker().run(DockerCommand.of(words.toArray(String[]::new))).lines()) {
        String[] pair = line.split(" ", 2);
        images.put(pair[0], pair[1]);
      }
    }
    return images;
  }

  private List<ReleaseFile> files(Step step) {
    Release release =
        platform
            .releases()
            .fetch(
                ChtVersion.of(step.argument("version")),
                Topology.valueOf(step.argument("topology")));
    List<ReleaseFile> files = new ArrayList<>();
    step.arguments()
        .forEach(
            (name, hash) -> {
              if (name.startsWith("sha256.")) {
                files.add(file(release, name.substring("sha256.".length()), hash));
              }
            });
    return files;
  }

  private static ReleaseFile file(Release release, String place, String hash) {
    return release.files().stream()
        .filter(each -> each.sha256().equals(hash))
        .findFirst()
        .map(each -> new ReleaseFile(place, each.text()))
        .orElseThrow(
            () ->
                new VerificationFailedException(
                    "fetch " + release.version(),
                    place
                        + " of "
                        + release.version()
                        + " is not what it was when this was planned; what runs was not touched."
                        + " Give the plan up, and plan again",
                    null));
  }

  /** What is kept harms nobody. */
  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) {}
}
