package io.github.chthosting.plan;

/** What can be lost if a step goes wrong, from least to most. */
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
