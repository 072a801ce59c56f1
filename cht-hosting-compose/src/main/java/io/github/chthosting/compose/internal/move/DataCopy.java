package io.github.chthosting.compose.internal.move;

import io.github.chthosting.HostingException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.files.DurableFile;
import io.github.chthosting.files.DurableFolder;
import io.github.chthosting.files.Permissions;
import io.github.chthosting.operation.WorkContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of a folder that nobody writes to, each file read back, compared, and on disk. What is
 * there already and equal is not copied again. Links are followed: data may lie on several disks.
 *
 * @param from is only read
 * @param to holds nothing else, but for what was set aside
 */
record DataCopy(Path from, Path to, WorkContext context) {
  private static final String UNDER_WAY = ".copying";

  void run() throws IOException {
    List<Path> files = files();
    long bytes = 0;
    long done = 0;
    for (Path file : files) {
      context.checkCancelled();
      Path target = to.resolve(from.relativize(file));
      copy(file, target);
      bytes += Files.size(target);
      context.progress("copying " + from.relativize(file), ++done, files.size(), "files", bytes);
    }
    long there = count();
    if (there != files.size()) {
      throw new VerificationFailedException(
          "copy " + from,
          "%s has %d files, and %s has %d: empty it, and roll back"
              .formatted(from, files.size(), to, there),
          null);
    }
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path each : within(from)) {
      if (Files.isRegularFile(each)) {
        files.add(each);
      } else if (Files.isSymbolicLink(each) && !Files.exists(each)) {
        throw new HostingException(
            "copy " + from, each + " leads nowhere: mount what it is a link to", false, null);
      }
    }
    return files;
  }

  private static List<Path> within(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return all.sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private long count() throws IOException {
    long count = 0;
    for (Path each : NewFolders.used(to)) {
      count += within(each).stream().filter(Files::isRegularFile).count();
    }
    return count;
  }

  private static void copy(Path file, Path target) throws IOException {
    byte[] hash = sha256(file);
    if (Files.exists(target) && Arrays.equals(hash, sha256(target))) {
      DurableFile.sync(target);
      DurableFolder.sync(target.resolveSibling("."));
      return;
    }
    DurableFolder.create(target.resolveSibling("."), Permissions.READABLE);
    Path beside = target.resolveSibling(target.getFileName() + UNDER_WAY);
    Files.copy(
        file, beside, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    if (!Arrays.equals(hash, sha256(beside))) {
      throw new VerificationFailedException(
          "copy " + file,
          beside + " is not what " + file + " is: somebody writes to it, or a disk fails",
          null);
    }
    DurableFile.putInPlace(beside, target);
  }

  private static byte[] sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Deletes the copied files again; the folder held nothing before. */
  void takeBack() throws IOException {
    for (Path copied : NewFolders.used(to)) {
      try (Stream<Path> all = Files.walk(copied)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }
}
