package io.github.chthosting.compose.internal;

import io.github.chthosting.platform.StepRunner;
import java.util.Set;

/** Carries out the steps of one subject. */
public interface Capability extends StepRunner {

  /** The words for them in a plan: no other capability has them. */
  Set<String> actions();
}
