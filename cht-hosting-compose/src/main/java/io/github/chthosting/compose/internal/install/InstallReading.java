package io.github.chthosting.compose.internal.install;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.InstallOptions;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.engine.DockerException;
import io.github.chthosting.compose.engine.Projects;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.internal.destroy.DataFolder;
import io.github.chthosting.compose.internal.host.EngineHost;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.compose.release.ComposeFile;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks at an engine and a folder, in a few commands, however many projects there are. Changes
 * nothing.
 */
record InstallReading(
    Engine platform, ComposeDeployment deployment, InstallOptions options, EngineHost engine) {

  InstallFacts facts() {
    DockerCli docker = platform.docker();
    List<Container> containers = Projects.details(docker);
    List<Instance> all = platform.instances(containers);
    Optional<Instance> there =
        all.stream()
            .filter(each -> each.name().equals(deployment.project()))
            .filter(each -> each.layout().folder().equals(deployment.folder()))
            .findFirst()
            .or(() -> inFolder(all));
    Layout layout =
        there.map(Instance::layout).orElseGet(() -> Layout.guide(deployment, options.mode()));
    List<Path> data = there.map(InstallReading::data).orElse(List.of());
    return new InstallFacts(
        layout,
        texts(layout),
        EnvFile.read(layout.environment()),
        Files.exists(layout.environment()),
        isOpen(layout.environment()),
        folders(layout, new DataPlaces(deployment, data).folders()),
        all.stream()
            .map(Instance::layout)
            .filter(each -> there.isEmpty() || !each.equals(layout))
            .toList(),
        there.flatMap(Instance::version),
        topology(there),
        containers,
        images(docker),
        hashes(there),
        data,
        blocked(),
        options.archives().stream().filter(each -> !Files.isReadable(each)).toList(),
        layout.mode() == StartedBy.STANDARD ? engine.socket() : "");
  }

  private Optional<Instance> inFolder(List<Instance> all) {
    boolean taken =
        all.stream().anyMatch(each -> each.layout().folder().equals(deployment.folder()));
    return taken
        ? Optional.empty()
        : platform
            .unstarted(deployment.folder())
            .filter(each -> each.name().equals(deployment.project()));
  }

  /**
   * Returns what runs is the truth; where nothing does, what its settings say, or the release's
   * files.
   */
  private static List<Path> data(Instance there) {
    List<Path> known = there.dataFolders();
    return known.isEmpty() ? usual(there).filter(DataFolder::hasDatabases).toList() : known;
  }

  /** The folders where Compose puts the data if no setting says otherwise. */
  private static Stream<Path> usual(Instance there) {
    Map<String, String> names = new TreeMap<>();
    for (ReleaseFile file : there.files()) {
      ComposeFile.installed(file.name(), file.text())
          .variables()
          .forEach(
              (name, each) ->
                  each.fallbacks().stream().findFirst().ifPresent(x -> names.put(name, x)));
    }
    return SettingsDiff.DATA.stream()
        .flatMap(name -> Stream.ofNullable(names.get(name)))
        .map(each -> there.layout().composeFolder().resolve(each).normalize());
  }

  private static @Nullable Topology topology(Optional<Instance> there) {
    return there.filter(each -> !each.containers().isEmpty()).map(Instance::topology).orElse(null);
  }

  private static Map<Path, String> texts(Layout layout) {
    Map<Path, String> texts = new HashMap<>();
    List<Path> files = new ArrayList<>(layout.files());
    files.add(layout.upgradeFile());
    files.add(layout.composeFolder().resolve(Layout.OWN_FILE));
    for (Path file : files) {
      if (Files.isRegularFile(file)) {
        texts.put(file, read(file));
      }
    }
    return texts;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new HostingException(
          "read " + file, file + " cannot be read: " + e + "; nothing was changed", false, e);
    }
  }

  private static boolean isOpen(Path file) {
    try {
      Set<PosixFilePermission> permissions = new HashSet<>(Files.getPosixFilePermissions(file));
      permissions.remove(PosixFilePermission.OWNER_READ);
      permissions.remove(PosixFilePermission.OWNER_WRITE);
      return !permissions.isEmpty();
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static Set<Path> folders(Layout layout, List<Path> dataFolders) {
    Set<Path> there = new HashSet<>();
    InstallDiff.folders(layout, dataFolders).stream()
        .filter(Files::isDirectory)
        .forEach(there::add);
    return there;
  }

  private static Set<String> images(DockerCli docker) {
    return new HashSet<>(
        docker.run(DockerCommand.of("images", "--format", "{{.Repository}}:{{.Tag}}")).lines());
  }

  /**
   * The hashes by which Compose compares containers; only where this library starts the containers,
   * since another starter may see other paths.
   */
  private Map<String, String> hashes(Optional<Instance> there) {
    Map<String, String> hashes = new TreeMap<>();
    there
        .filter(each -> each.layout().mode() == StartedBy.DIRECT && !each.containers().isEmpty())
        .ifPresent(each -> hashes(each, hashes));
    return hashes;
  }

  /**
   * Collects the hashes. Nothing but names and hashes is handed on, so there are no secrets to be
   * hidden.
   */
  private void hashes(Instance instance, Map<String, String> hashes) {
    try {
      platform.docker().run(instance.compose("config", "--hash", "*")).lines().stream()
          .map(line -> line.split(" ", 2))
          .filter(words -> words.length == 2)
          .forEach(words -> hashes.put(words[0], words[1]));
    } catch (DockerException e) {
      // Files that Compose cannot read are told by what reads them next.
      hashes.clear();
    }
  }

  private String blocked() {
    Path there = deployment.folder();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    try {
      return Files.isWritable(there)
          ? ""
          : there + " belongs to " + Files.getOwner(there).getName();
    } catch (IOException e) {
      return there + " cannot be looked at";
    }
  }
}
