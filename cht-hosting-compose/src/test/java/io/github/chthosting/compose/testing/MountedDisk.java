package io.github.chthosting.compose.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A disk of its own, in memory; needs root. Close it: it is gone then. */
public record MountedDisk(Path place) implements AutoCloseable {

  /**
   * Mounts it on a folder that is there.
   *
   * @param size as {@code mount} takes it: {@code 100m}
   */
  public static MountedDisk at(Path place, String size) throws IOException {
    run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", place.toString());
    return new MountedDisk(place);
  }

  @Override
  public void close() throws IOException {
    run("umount", "--lazy", place.toString());
  }

  private static void run(String... words) throws IOException {
    try {
      if (new ProcessBuilder(words).inheritIO().start().waitFor() != 0) {
        throw new IOException(List.of(words) + " failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
