package io.github.chthosting.compose.internal.move;

import io.github.chthosting.plan.Marks;
import java.util.Map;
import java.util.TreeMap;

/** The marks of one part of a step, apart from those of its other parts. */
record PartMarks(Marks whole, String part) implements Marks {
  @Override
  public Map<String, String> all() {
    Map<String, String> own = new TreeMap<>();
    String prefix = part + "/";
    whole
        .all()
        .forEach(
            (name, value) -> {
              if (name.startsWith(prefix)) {
                own.put(name.substring(prefix.length()), value);
              }
            });
    return own;
  }

  @Override
  public void put(String name, String value) {
    whole.put(part + "/" + name, value);
  }
}
