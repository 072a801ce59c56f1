package io.github.chthosting.compose.internal.watchdog;

import io.github.chthosting.compose.deployment.PostgresTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The changes to be made in the list of the Postgres exporter.
 *
 * @param now the addresses that it has, by name, passwords included: not to be shown
 * @param wanted what it is to have
 */
public record PostgresDiff(Map<String, String> now, List<PostgresTarget> wanted) {

  /** The differences; none where all is as wanted, passwords included. */
  public List<String> words() {
    List<String> words = new ArrayList<>();
    for (PostgresTarget each : wanted) {
      if (!PostgresExporter.address(each).equals(now.get(each.name()))) {
        words.add(
            "%s measures Postgres %s: %s:%d/%s"
                .formatted(
                    now.containsKey(each.name()) ? "~" : "+",
                    each.name(),
                    each.host(),
                    each.port(),
                    each.database()));
      }
    }
    now.keySet().stream()
        .filter(name -> wanted.stream().noneMatch(each -> each.name().equals(name)))
        .forEach(name -> words.add("- measures Postgres " + name));
    return words;
  }

  /** The names, without the addresses, which hold passwords. */
  @Override
  public String toString() {
    return "PostgresDiff" + now.keySet();
  }
}
