package io.github.chthosting.compose.internal.install;

import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.nio.file.Path;

/** Makes a file readable by its owner alone. */
@StepName("protect-file")
public record ProtectFile(Path path) implements Step {
  @Override
  public String describe() {
    return "let only its owner read " + path;
  }
}
