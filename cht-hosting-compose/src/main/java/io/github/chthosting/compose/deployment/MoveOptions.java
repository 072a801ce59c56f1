package io.github.chthosting.compose.deployment;

import java.nio.file.Path;
import java.util.List;

/**
 * The options of a move between one CouchDB node and three. Immutable: every method returns a
 * changed copy.
 *
 * @param folders of the data of the second and the third node. Default {@code couchdb-2} and {@code
 *     couchdb-3} in the folder of the installation
 * @param movedFilesDeleted whether the file of a shard goes once its documents are proven to be in
 *     the one that took its place. Default no: the files stay until somebody removes them
 * @param smallDiskAccepted whether too little free disk is no reason to refuse. Default no
 */
public record MoveOptions(
    List<Path> folders, boolean movedFilesDeleted, boolean smallDiskAccepted) {
  public MoveOptions {
    folders = List.copyOf(folders);
  }

  /** Returns options with all defaults. */
  public static MoveOptions defaults() {
    return new MoveOptions(List.of(), false, false);
  }

  /** Returns the same options with these data folders of the second and third node. */
  public MoveOptions folders(Path second, Path third) {
    return new MoveOptions(
        List.of(second.toAbsolutePath().normalize(), third.toAbsolutePath().normalize()),
        movedFilesDeleted,
        smallDiskAccepted);
  }

  /** Returns the same options, but deletes files of shards that are proven elsewhere. */
  public MoveOptions deletingMovedFiles() {
    return new MoveOptions(folders, true, smallDiskAccepted);
  }

  /** Returns the same options, but goes on although a disk may fill. */
  public MoveOptions acceptingSmallDisk() {
    return new MoveOptions(folders, movedFilesDeleted, true);
  }
}
