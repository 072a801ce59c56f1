package io.github.chthosting.compose.internal.files;

import io.github.chthosting.compose.files.FileRepository;
import io.github.chthosting.compose.files.FileSnapshot.Part;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.nio.file.Path;

/** Restores one part of a copy into a folder of its own. */
@StepName("restore-files")
public record RestoreFiles(FileRepository repository, String name, Part part, Path scratch)
    implements Step {
  @Override
  public String describe() {
    return "restore %s of %s below %s".formatted(part.word(), name, scratch);
  }
}
