package io.github.chthosting.plan;

/** The kinds of loss that a step can cause if it goes wrong, from least to most. */
public enum Risk {
  /** Changes nothing. */
  NONE,
  /** Adds something that can be taken away again. */
  REVERSIBLE,
  /** Takes away a copy of something that is verified to exist elsewhere. */
  REDUNDANT,
  /** Takes away something that exists nowhere else. */
  DESTRUCTIVE
}
