package io.github.chthosting.compose.internal.files;

import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.nio.file.Path;

/** Moves restored files into their places. */
@StepName("place-files")
public record PlaceFiles(String name, Path scratch, Path to) implements Step {
  @Override
  public String describe() {
    return "put the files of %s into %s".formatted(name, to);
  }
}
