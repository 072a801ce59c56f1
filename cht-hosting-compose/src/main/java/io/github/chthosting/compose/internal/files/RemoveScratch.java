package io.github.chthosting.compose.internal.files;

import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.nio.file.Path;

/** Removes what was restored to be verified. */
@StepName("remove-scratch")
public record RemoveScratch(Path scratch) implements Step {
  @Override
  public String describe() {
    return "remove what was restored below " + scratch;
  }
}
