package io.github.chthosting.compose.internal.install;

import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.internal.RealPath;
import io.github.chthosting.compose.internal.instance.GeneratedFiles;
import io.github.chthosting.compose.release.ComposeFile;
import io.github.chthosting.compose.release.ComposeVariable;
import io.github.chthosting.compose.release.ReleaseFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The changes to be made in {@code .env}. A file that was made by hand keeps what means the same: a
 * name that is not set and whose default in the release's files is what is wanted, a folder that is
 * spelled another way, a user of another name. Pure.
 */
final class SettingsDiff {
  /** Added to a new file only; an old one does without, or has its own. */
  private static final Set<String> FOR_NEW_FILES =
      Set.of("COMPOSE_PROJECT_NAME", "COMPOSE_FILE", "DOCKER_CONFIG_PATH", "COUCHDB_USER");

  private static final Set<String> KEPT = Set.of("DOCKER_CONFIG_PATH", "COUCHDB_USER");
  private static final Set<String> FOLDERS =
      Set.of("CHT_COMPOSE_PATH", "COUCHDB_DATA", "DB1_DATA", "DB2_DATA", "DB3_DATA");

  /** Settings that name the folders of CouchDB's data. */
  static final List<String> DATA = List.of("COUCHDB_DATA", "DB1_DATA", "DB2_DATA", "DB3_DATA");

  /** The socket at which the upgrade service looks for the engine if no setting names one. */
  private static final String SOCKET = "/var/run/docker.sock";

  private final InstallFacts facts;
  private final Map<String, ComposeVariable> variables = new TreeMap<>();
  private final Map<String, String> changes = new LinkedHashMap<>();

  SettingsDiff(InstallFacts facts, ComposeDeployment deployment, List<ReleaseFile> files) {
    this.facts = facts;
    for (ReleaseFile file : files) {
      ComposeFile.parse(file.name(), file.text())
          .variables()
          .forEach((name, each) -> variables.merge(name, each, ComposeVariable::and));
    }
    Map<String, String> wanted = GeneratedFiles.settings(deployment, facts.layout());
    if (new DataPlaces(deployment, facts.data()).areVolumes()) {
      wanted.keySet().removeAll(DATA);
    }
    wanted.forEach(this::compare);
    if (!facts.socket().isEmpty() && !facts.socket().equals(SOCKET)) {
      compare("DOCKER_HOST", facts.socket());
    }
  }

  private void compare(String name, String wanted) {
    Optional<String> there = facts.environment().get(name);
    boolean same =
        there.isPresent()
            ? KEPT.contains(name) || same(name, there.get(), wanted)
            : facts.environmentThere() && (FOR_NEW_FILES.contains(name) || isDefault(name, wanted));
    if (!same) {
      changes.put(name, wanted);
    }
  }

  private boolean same(String name, String there, String wanted) {
    if (!FOLDERS.contains(name)) {
      return there.equals(wanted);
    }
    return RealPath.of(facts.layout().composeFolder().resolve(there).normalize())
        .equals(RealPath.of(Path.of(wanted)));
  }

  private boolean isDefault(String name, String wanted) {
    ComposeVariable variable = variables.get(name);
    return variable == null
        || (DATA.contains(name)
            ? variable.fallbacks().size() == 1
                && variable.fallbacks().stream().allMatch(each -> same(name, each, wanted))
            : variable.fallbacks().equals(Set.of(wanted)));
  }

  /** New values by name, in the order in which they are written; no secrets. */
  Map<String, String> changes() {
    return changes;
  }

  /** The secrets to make: for a first start only, later ones would lock CouchDB's users out. */
  List<String> secrets() {
    return facts.ours().isEmpty()
        ? GeneratedFiles.SECRETS.stream()
            .filter(name -> facts.environment().get(name).orElse("").isEmpty())
            .toList()
        : List.of();
  }

  /** Returns what the files need and nobody gives. */
  List<String> unknown() {
    return variables.values().stream()
        .filter(ComposeVariable::required)
        .map(ComposeVariable::name)
        .filter(name -> !GeneratedFiles.SECRETS.contains(name) && !changes.containsKey(name))
        .filter(name -> facts.environment().get(name).orElse("").isEmpty())
        .toList();
  }

  boolean isEmpty() {
    return changes.isEmpty() && secrets().isEmpty();
  }

  /** {@code .env} as it will be, but for its secrets. */
  Map<String, String> values() {
    Map<String, String> values = new TreeMap<>(facts.environment().values());
    values.putAll(changes);
    return values;
  }

  /** The differences in words; old values are shown, for none of these is a secret. */
  List<String> words() {
    List<String> words =
        changes.entrySet().stream().map(each -> word(each.getKey(), each.getValue())).toList();
    return facts.environmentThere() ? words : List.of();
  }

  private String word(String name, String wanted) {
    return facts
        .environment()
        .get(name)
        .map(there -> "~ setting " + name + ": " + there + " -> " + wanted)
        .orElse("+ setting " + name + ": " + wanted);
  }
}
