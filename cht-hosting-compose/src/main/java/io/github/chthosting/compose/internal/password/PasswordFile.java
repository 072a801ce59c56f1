package io.github.chthosting.compose.internal.password;

import io.github.chthosting.HostingException;
import io.github.chthosting.Secret;
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

/** A password in a file that only its owner may read. */
public final class PasswordFile {
  /** The CHT puts it into a URL, Compose into a variable and CouchDB's image into an ini file. */
  private static final Pattern USABLE = Pattern.compile("[A-Za-z0-9._~-]{8,}");

  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private PasswordFile() {}

  /**
   * Reads one: the file's first line, which is all that it has.
   *
   * @throws PlanRefusedException if others may read the file, or the password is none that the CHT
   *     can carry; the message does not show it
   * @throws HostingException if it cannot be read
   */
  public static Secret read(Path file) {
    try {
      if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
        throw refused(file + " may be read by others: chmod 600 " + file);
      }
      String text = Files.readString(file).stripTrailing();
      if (!USABLE.matcher(text).matches()) {
        throw refused(
            "the password in "
                + file
                + " has fewer than 8 characters, or some that the CHT cannot carry everywhere: use"
                + " letters, digits, and . _ ~ -");
      }
      return Secret.of(text);
    } catch (IOException e) {
      throw new HostingException("read " + file, file + " cannot be read: " + e, false, e);
    }
  }

  private static PlanRefusedException refused(String reason) {
    return new PlanRefusedException("new password", List.of(reason));
  }

  /**
   * Reads one that {@link #write} wrote, whatever it is: what was in force before may be weak.
   *
   * @throws HostingException if it cannot be read
   */
  public static Secret kept(Path file) {
    try {
      String text = Files.readString(file);
      return Secret.of(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
    } catch (IOException e) {
      throw new HostingException("read " + file, file + " cannot be read: " + e, false, e);
    }
  }

  /** Writes one, mode 600, over what is there. */
  public static void write(Path file, Secret password) {
    try {
      DurableFolder.create(file.resolveSibling("."), Permissions.READABLE);
      String text = String.valueOf(password.reveal()) + "\n";
      DurableFile.write(file, text.getBytes(StandardCharsets.UTF_8), Permissions.PRIVATE);
    } catch (IOException e) {
      throw new HostingException("write " + file, file + " cannot be written: " + e, false, e);
    }
  }
}
