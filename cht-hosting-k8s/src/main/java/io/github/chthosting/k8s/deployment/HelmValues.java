package io.github.chthosting.k8s.deployment;

import io.github.chthosting.HostingException;
import io.github.chthosting.files.DurableFile;
import io.github.chthosting.files.Permissions;
import io.github.chthosting.k8s.internal.yaml.Yaml;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.platform.InvalidDeploymentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The values of a CHT's chart, whole: the charts of 5.x have no defaults of their own. They hold
 * the administrator's password; {@link #toString()} does not show it. Immutable and thread-safe.
 *
 * <pre>{@code
 * HelmValues values = HelmValues.of(deployment, InstanceSecrets.random("medic"));
 * values.write(file);   // for "helm install -f"
 * }</pre>
 */
public final class HelmValues {
  private static final String HIDDEN = "(hidden)";
  private static final List<String> SECRET = List.of("password", "secret");

  private final ObjectNode tree;

  private HelmValues(ObjectNode tree) {
    this.tree = tree;
  }

  /**
   * Returns the values for a deployment.
   *
   * @throws InvalidDeploymentException if a secret would not survive the way through the chart; it
   *     lists all of them, and shows none
   */
  public static HelmValues of(HelmDeployment deployment, InstanceSecrets secrets) {
    SecretRules.check(deployment, secrets);
    return new HelmValues(new ValuesWriter(deployment, secrets).write());
  }

  /**
   * Reads values as Helm does: a file for {@code -f}, or what {@code helm get values --all} prints.
   * With the values of the user alone, without {@code --all}, a 4.x chart's defaults are missing.
   *
   * @param name of the file, for messages
   * @throws HostingException if it is no YAML, has a key twice, or is no map
   */
  public static HelmValues parse(String name, String yaml) {
    return new HelmValues(Yaml.map(name, yaml));
  }

  /**
   * Returns the deployment that these values describe. Data in folders of k3s's nodes is not among
   * them with the charts of 5.x: it is in volumes made beside the chart.
   *
   * @throws InvalidDeploymentException with all problems at once: what is missing, what is of the
   *     wrong type, and what cannot be; each with its path
   */
  public HelmDeployment deployment() {
    return new ValuesReader(tree).deployment();
  }

  /**
   * Returns the secrets among them.
   *
   * @throws InvalidDeploymentException if one is missing
   */
  public InstanceSecrets secrets() {
    return new ValuesReader(tree).secrets();
  }

  /**
   * Returns what is to be said of them; nothing is an error here, {@link #deployment()} refuses.
   */
  public List<Finding> findings() {
    return ValuesCheck.of(tree);
  }

  /** Returns a copy of the values, secrets included. */
  public ObjectNode tree() {
    return tree.deepCopy();
  }

  /**
   * Returns them as YAML for {@code helm install -f}, secrets included: write it only where others
   * cannot read. Texts are in quotes, so that no reader takes one for a number.
   */
  public String toYaml() {
    return Yaml.write(tree);
  }

  /**
   * Writes {@link #toYaml()} into a new file that its owner alone can read.
   *
   * @throws HostingException if it is there already, or cannot be written; an existing one is as it
   *     was
   */
  public void write(Path file) {
    try {
      DurableFile.create(file, toYaml().getBytes(StandardCharsets.UTF_8), Permissions.PRIVATE);
    } catch (FileAlreadyExistsException e) {
      throw new HostingException(
          "write values",
          file + " is there already, and is as it was; it may hold passwords: move it away",
          false,
          e);
    } catch (IOException e) {
      throw new HostingException("write values", "cannot write " + file + ": " + e, false, e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HelmValues values && values.tree.equals(tree);
  }

  @Override
  public int hashCode() {
    return tree.hashCode();
  }

  /** Returns them as YAML, without the secrets. */
  @Override
  public String toString() {
    return Yaml.write(masked(tree));
  }

  static ObjectNode masked(ObjectNode values) {
    ObjectNode copy = values.deepCopy();
    JsonNode couchdb = copy.path("couchdb");
    for (String each : SECRET) {
      if (couchdb.has(each)) {
        ((ObjectNode) couchdb).put(each, HIDDEN);
      }
    }
    return copy;
  }
}
