package io.github.chthosting.compose.internal.upgrade;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.compose.release.Release;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts what runs, and what is to run, beside each other. The files in use are not touched. */
final class KeepSteps {
  private final Engine platform;

  KeepSteps(Engine platform) {
    this.platform = platform;
  }

  void keep(KeepVersion step, Marks marks, WorkContext context) {
    Instance instance = platform.instance(step.layout());
    new KeptVersion(step.name(), step.version(), instance.files(), images(instance))
        .write(step.layout());
  }

  void fetch(FetchVersion step, Marks marks, WorkContext context) {
    Release release = platform.releases().fetch(ChtVersion.of(step.version()), step.topology());
    List<ReleaseFile> files = step.files().stream().map(each -> file(release, each)).toList();
    new KeptVersion(step.name(), step.version(), files, Map.of()).write(step.layout());
  }

  /** A name may mean another image tomorrow; the id of the container's own does not. */
  private static Map<String, String> images(Instance instance) {
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

  private static ReleaseFile file(Release release, FileHash wanted) {
    return release.files().stream()
        .filter(each -> each.sha256().equals(wanted.sha256()))
        .findFirst()
        .map(each -> new ReleaseFile(wanted.name(), each.text()))
        .orElseThrow(
            () ->
                new VerificationFailedException(
                    "fetch " + release.version(),
                    wanted.name()
                        + " of "
                        + release.version()
                        + " is not what it was when this was planned; what runs was not touched."
                        + " Give the plan up, and plan again",
                    null));
  }
}
