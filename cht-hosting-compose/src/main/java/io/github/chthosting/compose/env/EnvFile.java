package io.github.chthosting.compose.env;

import io.github.chthosting.HostingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code .env} as Compose reads it. Immutable: {@link #with} returns a changed copy in which all
 * other lines, comments included, are as they were. {@code toString} shows names, never values.
 *
 * <p>Quotes, escapes, comments, {@code export}, values over several lines and variables within
 * values mean what Compose 2.26 makes of them, found by asking it.
 */
public final class EnvFile {
  private final List<EnvLine> lines;

  private EnvFile(List<EnvLine> lines) {
    this.lines = List.copyOf(lines);
  }

  public static EnvFile empty() {
    return new EnvFile(List.of());
  }

  /**
   * Reads a text.
   *
   * @param name of where it is from, for the message
   * @throws HostingException if a line is not understood; the message names it and does not quote
   *     its value
   */
  public static EnvFile parse(String name, String text) {
    return new EnvFile(new EnvReader(name, text).read());
  }

  /**
   * Reads a file in UTF-8; empty if there is none.
   *
   * @throws HostingException if it cannot be read or understood
   */
  public static EnvFile read(Path file) {
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (NoSuchFileException e) {
      return empty();
    } catch (IOException e) {
      throw new HostingException("read " + file, file + " cannot be read: " + e, false, e);
    }
  }

  /** The value of a name, the last if it is set twice; variables within it are replaced. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(values().get(name));
  }

  /** The value of a name if it is a port, 1 to 65535. */
  public Optional<Integer> port(String name) {
    return get(name)
        .filter(text -> text.matches("\\d{1,5}"))
        .map(Integer::valueOf)
        .filter(port -> port >= 1 && port <= 65_535);
  }

  /** All names and values, in the order of the lines; variables within values are replaced. */
  public Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    for (EnvLine line : lines) {
      if (line.isSetting()) {
        values.put(line.name(), line.value(values::get));
      }
    }
    return values;
  }

  /**
   * The same with one value changed, in its own line, or in a new one at the end. A value that is
   * equal already leaves its line as it is.
   *
   * @throws IllegalArgumentException if {@code name} is no name of a variable
   */
  public EnvFile with(String name, String value) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new IllegalArgumentException("'" + name + "' is no name of a variable");
    }
    if (get(name).filter(value::equals).isPresent()) {
      return this;
    }
    List<EnvLine> changed = new ArrayList<>(lines);
    int last = lastOf(name);
    if (last < 0) {
      changed.add(EnvLine.of(name, value));
    } else {
      changed.set(last, EnvLine.of(name, value));
    }
    return new EnvFile(changed);
  }

  /** The same without a name, however often it is set. */
  public EnvFile without(String name) {
    return new EnvFile(lines.stream().filter(line -> !line.name().equals(name)).toList());
  }

  private int lastOf(String name) {
    int last = -1;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).name().equals(name)) {
        last = i;
      }
    }
    return last;
  }

  /** The text of the file. It holds secrets. */
  public String text() {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.text()).append('\n'));
    return text.toString();
  }

  /**
   * Replaces {@code file} as a whole, readable and writable by its owner alone; whoever reads it
   * meanwhile sees the old or the new, never a part. A symbolic link stays one.
   *
   * @throws HostingException if it cannot be written; the old one is untouched then
   */
  public void write(Path file) {
    PrivateFile.write(file, text());
  }

  @Override
  public String toString() {
    return "EnvFile" + values().keySet();
  }
}
