package io.github.chthosting.compose.internal.files;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.files.FileRepository;
import io.github.chthosting.compose.files.FileSnapshot.Part;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;

/**
 * Copies one part of the files of an installation into a repository.
 *
 * @param repository that gets the copy
 * @param layout of the installation
 * @param name of the copy
 * @param part of the files
 */
@StepName("copy-files")
public record CopyFiles(FileRepository repository, Layout layout, String name, Part part)
    implements Step {
  @Override
  public String describe() {
    return "copy %s of %s as %s".formatted(part.word(), layout.project(), name);
  }
}
