package io.github.chthosting.compose.internal.install;

/** The time at which an image is pulled, as Compose names it. */
public enum PullPolicy {
  /** Pulled if the engine does not have it. */
  MISSING,
  /** Pulled in any case: its name may mean a newer one. */
  ALWAYS,
  /** Never: it was loaded from a file, and must be there. */
  NEVER
}
