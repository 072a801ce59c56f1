package io.github.chthosting.compose.internal.install;

/** When an image is pulled, as Compose names it. */
public enum PullPolicy {
  /** If the engine does not have it. */
  MISSING,
  /** In any case: its name may mean a newer one. */
  ALWAYS,
  /** Never: it was loaded from a file, and must be there. */
  NEVER
}
