package io.github.chthosting.compose.internal.destroy;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what carries the label of an installation's projects. */
final class LabelledRemoval {
  private static final Logger log = LoggerFactory.getLogger(LabelledRemoval.class);
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Engine platform;

  LabelledRemoval(Engine platform) {
    this.platform = platform;
  }

  void containers(RemoveContainers step, Marks marks, WorkContext context) {
    Layout layout = step.layout();
    platform.requireOwn(layout);
    remove(layout, List.of("rm", "--force"), upgradeService(layout));
    for (String project : projects(step.certbot(), layout)) {
      List<String> found = labelled(layout, project, "ps", "--all");
      remove(layout, List.of("rm", "--force"), found);
    }
  }

  /** Takes from the upgrade service's project only this instance's: others may share its name. */
  private List<String> upgradeService(Layout layout) {
    return isApart(layout)
        ? platform.instance(layout).upgradeService().stream()
            .map(each -> each.status().name())
            .toList()
        : List.of();
  }

  private static boolean isApart(Layout layout) {
    return !layout.upgradeProject().isEmpty() && !layout.upgradeProject().equals(layout.project());
  }

  private static List<String> projects(String certbot, Layout layout) {
    return Stream.of(certbot, layout.project()).filter(name -> !name.isEmpty()).toList();
  }

  void networks(RemoveNetworks step, Marks marks, WorkContext context) {
    platform.requireOwn(step.layout());
    for (String project : all(step.certbot(), step.layout())) {
      List<String> found = labelled(step.layout(), project, "network", "ls");
      remove(step.layout(), List.of("network", "rm"), found);
    }
  }

  void volumes(RemoveVolumes step, Marks marks, WorkContext context) {
    platform.requireOwn(step.layout());
    DataVolumes volumes = new DataVolumes(platform.docker());
    for (String project : all(step.certbot(), step.layout())) {
      List<String> gone =
          labelled(step.layout(), project, "volume", "ls").stream()
              .filter(name -> !isKept(name, step, volumes))
              .toList();
      remove(step.layout(), List.of("volume", "rm"), gone);
    }
  }

  /** The engine does not remove what a container has. */
  void dataVolume(RemoveDataVolume step, Marks marks, WorkContext context) {
    Layout layout = step.layout();
    platform.requireOwn(layout);
    List<String> there =
        labelled(layout, layout.project(), "volume", "ls").stream()
            .filter(step.volume()::equals)
            .toList();
    remove(layout, List.of("volume", "rm"), there);
  }

  /** Looks into it right before: it may have got data since this was planned. */
  private static boolean isKept(String name, RemoveVolumes step, DataVolumes volumes) {
    boolean kept = step.kept().contains(name) || volumes.holdData(name);
    if (kept) {
      log.info("{}: the volume {} has CouchDB's data, and stays", step.layout().project(), name);
    }
    return kept;
  }

  private List<String> all(String certbot, Layout layout) {
    List<String> all = new ArrayList<>(projects(certbot, layout));
    if (isApart(layout) && !isShared(layout.upgradeProject())) {
      all.add(0, layout.upgradeProject());
    }
    return all;
  }

  private boolean isShared(String project) {
    return platform.instances().stream()
        .anyMatch(each -> each.layout().upgradeProject().equals(project));
  }

  private List<String> labelled(Layout layout, String project, String... list) {
    List<String> words = new ArrayList<>(List.of(list));
    words.addAll(List.of("--quiet", "--filter", "label=com.docker.compose.project=" + project));
    return platform.docker().run(command(words, layout)).lines();
  }

  private void remove(Layout layout, List<String> verb, List<String> names) {
    if (!names.isEmpty()) {
      List<String> words = new ArrayList<>(verb);
      words.addAll(names);
      platform.docker().run(command(words, layout));
    }
  }

  private static DockerCommand command(List<String> words, Layout layout) {
    return DockerCommand.of(words.toArray(String[]::new))
        .about(layout.project(), "")
        .timeLimit(LIMIT);
  }
}
