package io.github.chthosting.compose.internal.files;

import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.nio.file.Path;

/** Compares restored files with what they were when they were copied. */
@StepName("verify-files")
public record VerifyFiles(String name, Path scratch) implements Step {
  @Override
  public String describe() {
    return "compare the files of " + name + " with what was copied";
  }
}
