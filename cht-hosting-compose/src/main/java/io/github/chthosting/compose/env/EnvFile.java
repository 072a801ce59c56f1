package io.github.chthosting.compose.env;

import io.github.chthosting.HostingException;
import io.github.chthosting.files.DurableFile;
import io.github.chthosting.files.Permissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code .env} as Compose reads it. Immutable: {@link #with} returns a changed copy in which all
 * else, comments and line ends included, is as it was. {@code toString} shows names, never values.
 *
 * <p>Quotes, escapes, comments, {@code export}, values over several lines and variables within
 * values mean what Compose 2.26 makes of them; a test asks it about thousands of lines. Variables
 * that Compose gets from this process ({@code HOME}, {@code PATH} and a few more) outweigh the
 * file's, as they do there.
 */
public final class EnvFile {
  private final String file;
  private final String text;
  private final Map<String, String> ours;
  private final List<EnvSetting> settings;

  private EnvFile(String file, String text, Map<String, String> ours) {
    this.file = file;
    this.text = text;
    this.ours = ours;
    this.settings = new EnvReader(file, text, ours).read();
  }

  /** Returns a file without any line. */
  public static EnvFile empty() {
    return parse(".env", "");
  }

  /**
   * Reads a text.
   *
   * @param name of where it is from, for the message
   * @throws HostingException if a setting is not understood; the message names its line and does
   *     not quote its value
   */
  public static EnvFile parse(String name, String text) {
    return parse(name, text, ProcessVariables.passedOn(System.getenv()));
  }

  static EnvFile parse(String name, String text, Map<String, String> ours) {
    return new EnvFile(name, text, ours);
  }

  /**
   * Reads a file; empty if there is none.
   *
   * @throws HostingException if it cannot be read or understood
   */
  public static EnvFile read(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (EnvText.isUtf16(bytes)) {
        throw new HostingException(
            "read " + file,
            file + " is in UTF-16, which Compose does not read: save it as UTF-8",
            false,
            null);
      }
      return parse(file.toString(), EnvText.decode(bytes));
    } catch (NoSuchFileException e) {
      return parse(file.toString(), "");
    } catch (IOException e) {
      throw new HostingException("read " + file, file + " cannot be read: " + e, false, e);
    }
  }

  /** Returns the value of a name, the last if it is set twice; variables within it are replaced. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(values().get(name));
  }

  /** Returns the value of a name if it is a port, 1 to 65535. */
  public Optional<Integer> port(String name) {
    return get(name)
        .filter(value -> value.matches("\\d{1,5}"))
        .map(Integer::valueOf)
        .filter(port -> port >= 1 && port <= 65_535);
  }

  /**
   * Returns all names and values, in the order of the file; variables within values are replaced.
   */
  public Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    for (EnvSetting setting : settings) {
      String name = setting.name();
      values.put(name, ours.getOrDefault(name, setting.value()));
    }
    return values;
  }

  /**
   * Returns the same file with one value changed, in its own place, or in a new line at the end. A
   * value that is equal already leaves it as it is.
   *
   * @throws IllegalArgumentException if {@code name} is no name of a variable, or {@code value}
   *     holds the character 0
   */
  public EnvFile with(String name, String value) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new IllegalArgumentException("'" + name + "' is not a variable name");
    }
    Optional<EnvSetting> last = last(name);
    if (last.isEmpty()) {
      String gap = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
      return changed(text + gap + EnvSetting.text(name, value, true) + "\n");
    }
    EnvSetting old = last.get();
    if (old.value().equals(value)) {
      return this;
    }
    boolean alone = text.substring(old.end(), endOfLine(old.end())).isBlank();
    String setting = EnvSetting.text(name, value, alone);
    return changed(text.substring(0, old.start()) + setting + text.substring(old.end()));
  }

  /** Returns the same file without a name, however often it is set. */
  public EnvFile without(String name) {
    EnvFile left = this;
    for (Optional<EnvSetting> last = last(name); last.isPresent(); last = left.last(name)) {
      left = left.without(last.get());
    }
    return left;
  }

  /** A line that is empty then goes too, and so does the comment on what is gone. */
  private EnvFile without(EnvSetting setting) {
    int start = text.lastIndexOf('\n', setting.start() - 1) + 1;
    int end = endOfLine(setting.end());
    String before = text.substring(start, setting.start());
    String after = text.substring(setting.end(), end).strip();
    if (before.replace("\uFEFF", "").isBlank() && (after.isEmpty() || after.startsWith("#"))) {
      return changed(
          text.substring(0, start)
              + before.strip()
              + text.substring(Math.min(end + 1, text.length())));
    }
    return changed(text.substring(0, setting.start()) + text.substring(setting.end()));
  }

  private EnvFile changed(String newText) {
    return new EnvFile(file, newText, ours);
  }

  private int endOfLine(int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }

  private Optional<EnvSetting> last(String name) {
    return settings.stream()
        .filter(setting -> setting.name().equals(name))
        .reduce((before, after) -> after);
  }

  /** Returns the text of the file. It holds secrets. */
  public String text() {
    return text;
  }

  /**
   * Replaces {@code target} as a whole, readable and writable by its owner alone; whoever reads it
   * meanwhile sees the old or the new, never a part. A symbolic link stays one.
   *
   * @throws HostingException if it cannot be written; the old one is untouched then
   */
  public void write(Path target) {
    try {
      DurableFile.write(target, EnvText.encode(text), Permissions.PRIVATE);
    } catch (IOException e) {
      throw WholeFile.failed(target, e);
    }
  }

  @Override
  public String toString() {
    return "EnvFile" + values().keySet();
  }
}
