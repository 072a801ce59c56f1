package io.github.chthosting.testkit.internal.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Keeps a configuration in an ini file. */
public final class ConfigFile {
  private final Path file;
  private final NodeConfig config;

  private ConfigFile(Path file, NodeConfig config) {
    this.file = file;
    this.config = config;
  }

  /** Sets what the file says, if there is one, and writes it at every change. */
  public static void attach(Path file, NodeConfig config) {
    ConfigFile attached = new ConfigFile(file, config);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      attached.read();
      attached.write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    config.onChange(
        (section, key, value) -> {
          try {
            attached.write();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private void read() throws IOException {
    String section = "";
    for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
      int equals = line.startsWith(";") ? -1 : line.indexOf('=');
      if (line.startsWith("[")) {
        section = line.strip().substring(1, line.strip().length() - 1);
      } else if (equals > 0) {
        config.set(section, line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
  }

  private synchronized void write() throws IOException {
    List<String> lines = new ArrayList<>();
    config
        .all()
        .forEach(
            (section, keys) -> {
              lines.add("[" + section + "]");
              keys.forEach((key, value) -> lines.add(key + " = " + value));
            });
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, lines);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
