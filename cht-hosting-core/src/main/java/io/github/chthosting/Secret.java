package io.github.chthosting;

import java.nio.CharBuffer;
import java.util.Arrays;

/**
 * A password, key or token. {@link #toString()} never shows it, it is not serialisable, and two
 * secrets compare in constant time. Immutable and thread-safe, except that {@link #destroy()} wipes
 * it for every holder.
 */
public final class Secret {
  private final char[] characters;
  private volatile boolean destroyed;

  private Secret(char[] characters) {
    this.characters = characters;
  }

  /**
   * Copies {@code characters}; the caller may wipe its own array afterwards.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public static Secret of(CharSequence characters) {
    if (characters.length() == 0) {
      throw new IllegalArgumentException("a secret must not be empty");
    }
    char[] copy = new char[characters.length()];
    CharBuffer.wrap(characters).get(copy);
    return new Secret(copy);
  }

  /**
   * Returns the characters, as a fresh copy that the caller should wipe.
   *
   * @throws IllegalStateException after {@link #destroy()}
   */
  public char[] reveal() {
    if (destroyed) {
      throw new IllegalStateException("this secret was destroyed");
    }
    return characters.clone();
  }

  /** Overwrites the characters. Whoever still holds this secret gets an exception on use. */
  public void destroy() {
    destroyed = true;
    Arrays.fill(characters, '\0');
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && sameCharacters(secret.characters);
  }

  private boolean sameCharacters(char[] others) {
    int difference = characters.length ^ others.length;
    for (int i = 0; i < Math.min(characters.length, others.length); i++) {
      difference |= characters[i] ^ others[i];
    }
    return difference == 0;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(characters);
  }

  @Override
  public String toString() {
    return "Secret[***]";
  }
}
