package io.github.chthosting.platform;

import java.util.ArrayList;
import java.util.List;

/** A deployment that cannot be: the message lists everything that is wrong with it. */
public class InvalidDeploymentException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String project;
  private final transient List<String> problems;

  /**
   * @param project of which deployment
   * @param problems all of them
   */
  public InvalidDeploymentException(String project, List<String> problems) {
    super("deployment " + project + ": " + String.join("; ", problems));
    this.project = project;
    this.problems = List.copyOf(problems);
  }

  /** Returns the same, with another problem before these. */
  public InvalidDeploymentException after(String first) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(problems);
    return new InvalidDeploymentException(project, all);
  }

  /** Returns every problem, in the order of the deployment's components. */
  public List<String> problems() {
    return problems;
  }
}
