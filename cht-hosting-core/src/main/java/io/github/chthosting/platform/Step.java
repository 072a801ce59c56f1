package io.github.chthosting.platform;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One thing that a plan does. It holds all that is needed to do it, as text, so that it can be
 * printed, compared, kept in a journal and carried out by another process.
 *
 * @param action what is done, a word that its runner knows: {@code "move-shard"}
 * @param arguments to what, sorted by name; no credentials
 * @param cost what it is expected to take; not part of what the step is
 */
public record Step(String action, Map<String, String> arguments, Cost cost) {
  public Step {
    if (action.isBlank() || action.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException("an action is one word, not '" + action + "'");
    }
    arguments = Collections.unmodifiableMap(new TreeMap<>(arguments));
  }

  /**
   * An argument that must be there.
   *
   * @throws IllegalArgumentException if it is not
   */
  public String argument(String name) {
    String value = arguments.get(name);
    if (value == null) {
      throw new IllegalArgumentException(this + " has no argument " + name);
    }
    return value;
  }

  /** Whether both do the same, whatever it was estimated to cost. */
  public boolean sameWork(Step other) {
    return action.equals(other.action) && arguments.equals(other.arguments);
  }

  /** {@code move-shard db=medic from=a range=00000000-1fffffff to=b}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(action);
    arguments.forEach((name, value) -> text.append(' ').append(name).append('=').append(value));
    return text.toString();
  }
}
