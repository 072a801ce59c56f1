package io.github.chthosting.compose.internal.install;

import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.internal.RealPath;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The places of CouchDB's data, which stays there: an installation never moves it. Pure.
 *
 * @param deployment that is wanted
 * @param there the folders of the data that there is, or volumes by their names; none if there is
 *     no data yet
 */
record DataPlaces(ComposeDeployment deployment, List<Path> there) {

  /** Returns whether the data is in volumes of the engine, which its settings name as they like. */
  boolean areVolumes() {
    return there.stream().anyMatch(each -> !each.isAbsolute());
  }

  /** Returns the deployment with the folders that its data has now. */
  ComposeDeployment kept() {
    return isElsewhere() && !areVolumes()
        ? deployment.change().dataFolders(there.toArray(Path[]::new)).build()
        : deployment;
  }

  /** Returns the folders that the data needs on the host; none if it is in volumes. */
  List<Path> folders() {
    return areVolumes() ? List.of() : kept().dataFolders();
  }

  private boolean isElsewhere() {
    return there.size() == deployment.dataFolders().size()
        && !real(there).equals(real(deployment.dataFolders()));
  }

  private static List<Path> real(List<Path> places) {
    return places.stream().map(RealPath::of).toList();
  }

  /** Returns why what was asked for cannot be had; empty if it can. */
  Optional<String> reason() {
    return isElsewhere() && isAskedFor()
        ? Optional.of(
            "the data of %s is in %s, and an installation does not move it to %s: leave the data folder out, or stop the CHT, move the folder and correct the .env by hand"
                .formatted(deployment.project(), words(there), words(deployment.dataFolders())))
        : Optional.empty();
  }

  /** The usual folders may just not have been said. */
  private boolean isAskedFor() {
    List<Path> usual = deployment.change().dataFolders().build().dataFolders();
    return !deployment.dataFolders().equals(usual);
  }

  /** Returns what a person should know about it. */
  Optional<String> note() {
    return isElsewhere()
        ? Optional.of("the data stays where it is, in " + words(there))
        : Optional.empty();
  }

  private static String words(List<Path> places) {
    return String.join(", ", places.stream().map(Path::toString).toList());
  }
}
