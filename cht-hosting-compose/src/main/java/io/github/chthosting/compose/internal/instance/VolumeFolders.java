package io.github.chthosting.compose.internal.instance;

import io.github.chthosting.compose.release.ComposeFile;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.plan.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds mounts of folders within a named volume, which Compose refuses together with the whole
 * file: CHT 5 mounts {@code ${COUCHDB_DATA}/nouveau}, and {@code COUCHDB_DATA} may name a volume.
 */
public final class VolumeFolders {
  private VolumeFolders() {}

  /**
   * Returns an error for each such mount.
   *
   * @param values of the {@code .env} with which the files are to run
   */
  public static List<Finding> of(List<ReleaseFile> files, Map<String, String> values) {
    List<Finding> findings = new ArrayList<>();
    for (ReleaseFile file : files) {
      for (String mount : ComposeFile.parse(file.name(), file.text()).refusedMounts(values)) {
        String volume = mount.substring(0, mount.indexOf('/'));
        findings.add(
            Finding.error(
                InstanceFinding.FOLDER_IN_VOLUME,
                file.name(),
                "mounts %s, but %s names a volume, which Compose does not take for a folder"
                    .formatted(mount, volume),
                "stop the CHT, copy what is in the volume to a folder of the host with its owner and modes kept, and put the folder's path in the place of %s in .env"
                    .formatted(volume)));
      }
    }
    return List.copyOf(findings);
  }
}
