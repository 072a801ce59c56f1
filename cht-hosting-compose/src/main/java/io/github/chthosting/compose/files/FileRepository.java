package io.github.chthosting.compose.files;

import io.github.chthosting.HostingException;
import io.github.chthosting.Secret;
import io.github.chthosting.compose.env.PassPhrase;
import io.github.chthosting.files.DurableFile;
import io.github.chthosting.files.DurableFolder;
import io.github.chthosting.files.Permissions;
import io.github.chthosting.plan.PlanRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A place where copies of files are kept, and the file with its pass phrase. The command gets the
 * pass phrase in its environment, never in its arguments. Whoever loses it loses the copies: keep
 * it somewhere else too.
 *
 * @param tool the command
 * @param location as the command takes it: a folder, {@code ssh://user@host/./cht}, {@code
 *     sftp:user@host:/cht}; no password
 * @param passPhrase a file of mode 600 or 400 whose first line is the pass phrase
 */
public record FileRepository(FileTool tool, String location, Path passPhrase) {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /** A host or user that begins so would be an option to ssh, which tools hand it to. */
  private static final Pattern OPTION =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*:(//)?)?([^/@]*@)?-");

  public FileRepository {
    passPhrase = passPhrase.toAbsolutePath().normalize();
    if (location.isBlank() || OPTION.matcher(location).lookingAt()) {
      throw new IllegalArgumentException("'" + location + "' is not a repository location");
    }
    if (location.matches(".*//[^/@]*:[^/@]*@.*")) {
      throw new IllegalArgumentException(
          "the location has a password, which every user of the host could see: use a key");
    }
  }

  /** Returns a repository of BorgBackup, with the file of its pass phrase. */
  public static FileRepository borg(String location, Path passPhrase) {
    return new FileRepository(FileTool.BORG, location, passPhrase);
  }

  /** Returns a repository of restic, with the file of its pass phrase. */
  public static FileRepository restic(String location, Path passPhrase) {
    return new FileRepository(FileTool.RESTIC, location, passPhrase);
  }

  /**
   * Makes the file with a new pass phrase of seven words, mode 600, unless it is there.
   *
   * @return whether it was made
   */
  public boolean makePassPhrase() {
    if (Files.exists(passPhrase)) {
      return false;
    }
    try {
      DurableFolder.create(passPhrase.resolveSibling("."), Permissions.READABLE);
      String line = String.valueOf(PassPhrase.words().reveal()) + "\n";
      DurableFile.create(passPhrase, line.getBytes(StandardCharsets.UTF_8), Permissions.PRIVATE);
      return true;
    } catch (IOException e) {
      throw new HostingException(
          "write " + passPhrase, passPhrase + " cannot be written: " + e, false, e);
    }
  }

  /**
   * Returns the pass phrase, read from its file now.
   *
   * @throws PlanRefusedException if there is none, or others may read it
   */
  public Secret secret() {
    try {
      if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(passPhrase))) {
        throw refused("may be read by others: set its mode to 600");
      }
      String line = Files.readString(passPhrase).lines().findFirst().orElse("").strip();
      if (line.isEmpty()) {
        throw refused("is empty: write a pass phrase into its first line");
      }
      return Secret.of(line);
    } catch (IOException e) {
      throw refused("cannot be read: make it, with mode 600 (" + e + ")");
    }
  }

  private PlanRefusedException refused(String why) {
    return new PlanRefusedException("use of " + this, List.of(passPhrase + " " + why));
  }

  /** Returns {@code borg repository /backup/cht}. */
  @Override
  public String toString() {
    return tool.program() + " repository " + location;
  }
}
