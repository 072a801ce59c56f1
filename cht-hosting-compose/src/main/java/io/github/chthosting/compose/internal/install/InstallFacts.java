package io.github.chthosting.compose.internal.install;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.platform.Topology;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The observations before an installation is planned. A plain value.
 *
 * @param layout where its files are, or will be
 * @param texts of its compose files, by path, of those that are there
 * @param environment its {@code .env}; empty if there is none. It holds secrets
 * @param environmentThere whether there is a {@code .env}
 * @param environmentOpen whether others than its owner may read it
 * @param folders that are there, of those that it needs
 * @param others the other installations on the engine
 * @param version that its containers run; empty if there are none, or they differ
 * @param topology of its containers; null if there are none
 * @param containers of all Compose projects on the engine
 * @param images that the engine has, {@code NAME:TAG}
 * @param hashes of what Compose would make of each service now; empty where it cannot be compared
 * @param data the folders of the data that there is, or volumes by their names; none if there is no
 *     data yet
 * @param blockedFolder the folder that this user may not write to, and whose it is; empty if none
 * @param missingArchives files to load images from that this user cannot read
 * @param socket the path of the engine's socket on this host; empty where nobody needs it, or the
 *     engine is elsewhere
 */
public record InstallFacts(
    Layout layout,
    Map<Path, String> texts,
    EnvFile environment,
    boolean environmentThere,
    boolean environmentOpen,
    Set<Path> folders,
    List<Layout> others,
    Optional<ChtVersion> version,
    @Nullable Topology topology,
    List<Container> containers,
    Set<String> images,
    Map<String, String> hashes,
    List<Path> data,
    String blockedFolder,
    List<Path> missingArchives,
    String socket) {
  public InstallFacts {
    texts = Map.copyOf(texts);
    folders = Set.copyOf(folders);
    others = List.copyOf(others);
    containers = List.copyOf(containers);
    images = Set.copyOf(images);
    hashes = Map.copyOf(hashes);
    data = List.copyOf(data);
    missingArchives = List.copyOf(missingArchives);
  }

  /** The same with its files elsewhere. */
  InstallFacts layout(Layout other) {
    return new InstallFacts(
        other,
        texts,
        environment,
        environmentThere,
        environmentOpen,
        folders,
        others,
        version,
        topology,
        containers,
        images,
        hashes,
        data,
        blockedFolder,
        missingArchives,
        socket);
  }

  /** The CHT's containers, without the upgrade service's. */
  List<Container> ours() {
    return containers.stream()
        .filter(each -> each.project().equals(layout.project()))
        .filter(each -> !each.isUpgradeService())
        .filter(each -> !each.label("oneoff").equals("True"))
        .toList();
  }
}
