package io.github.chthosting.compose.internal.install;

import java.util.List;
import java.util.Map;

/** A line of an {@code .env}. A list of them keeps its order where a map in a journal would not. */
public record Setting(String name, String value) {

  /** Returns the settings in the order of the map. */
  public static List<Setting> of(Map<String, String> values) {
    return values.entrySet().stream()
        .map(each -> new Setting(each.getKey(), each.getValue()))
        .toList();
  }
}
