package io.github.chthosting.compose.release;

import java.util.Set;
import java.util.TreeSet;

/**
 * A variable that compose files use.
 *
 * @param name of it
 * @param fallbacks the defaults that its places give; more than one if they differ
 * @param required whether one of its places fails without it
 * @param bare whether one of its places has neither default nor check, and would silently be empty
 */
public record ComposeVariable(String name, Set<String> fallbacks, boolean required, boolean bare) {
  public ComposeVariable {
    fallbacks = Set.copyOf(fallbacks);
  }

  /** Returns what both places together say of it. */
  public ComposeVariable and(ComposeVariable other) {
    Set<String> all = new TreeSet<>(fallbacks);
    all.addAll(other.fallbacks);
    return new ComposeVariable(name, all, required || other.required, bare || other.bare);
  }
}
