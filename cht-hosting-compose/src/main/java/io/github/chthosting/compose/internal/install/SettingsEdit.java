package io.github.chthosting.compose.internal.install;

import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.plan.Marks;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * A change of an {@code .env}, and its way back: what a setting was before is in the marks, so that
 * only what holds no secret may be changed so.
 *
 * @param path the {@code .env}
 */
public record SettingsEdit(Path path, Marks marks) {
  private static final String NOTHING = "nothing was there";

  /** Gives each setting its new value, or takes it out where that is empty. */
  public void apply(Map<String, Optional<String>> wanted) {
    EnvFile file = EnvFile.read(path);
    for (Map.Entry<String, Optional<String>> each : wanted.entrySet()) {
      String name = each.getKey();
      if (marks.all().getOrDefault(mark(name), "").isEmpty()) {
        marks.put(mark(name), file.get(name).map(value -> "=" + value).orElse(NOTHING));
      }
      file =
          each.getValue().isPresent() ? file.with(name, each.getValue().get()) : file.without(name);
    }
    file.write(path);
  }

  /** Gives those that were changed what they had before, and forgets it: it may change. */
  public void back(Collection<String> names) {
    EnvFile file = EnvFile.read(path);
    for (String name : names) {
      String before = marks.all().getOrDefault(mark(name), "");
      if (before.equals(NOTHING)) {
        file = file.without(name);
      } else if (!before.isEmpty()) {
        file = file.with(name, before.substring(1));
      }
    }
    file.write(path);
    names.forEach(name -> marks.put(mark(name), ""));
  }

  private static String mark(String name) {
    return "before." + name;
  }
}
