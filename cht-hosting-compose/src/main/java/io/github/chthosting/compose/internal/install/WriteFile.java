package io.github.chthosting.compose.internal.install;

import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.nio.file.Path;

/** Writes a file, or removes it if it is to have no text. */
@StepName("write-file")
public record WriteFile(Path path, String text) implements Step {
  @Override
  public String describe() {
    return (text.isEmpty() ? "remove " : "write ") + path;
  }
}
