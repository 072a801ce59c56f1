package io.github.chthosting.compose.internal.tls;

import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes a self-signed certificate.
 *
 * @param names that it is for
 * @param to the folder that gets it
 */
@StepName("make-certificate")
public record MakeCertificate(List<String> names, Path to) implements Step {
  public MakeCertificate {
    names = List.copyOf(names);
  }

  @Override
  public String describe() {
    return "make a self-signed certificate for " + String.join(", ", names);
  }
}
