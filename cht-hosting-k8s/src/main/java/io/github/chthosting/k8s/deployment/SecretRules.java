package io.github.chthosting.k8s.deployment;

import io.github.chthosting.platform.InvalidDeploymentException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Checks that secrets survive the way through a chart; what is told of them holds none. */
final class SecretRules {
  // The charts put the user into a URL as it is.
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9._~-]+");

  private final boolean printedBare;
  private final List<String> problems = new ArrayList<>();

  private SecretRules(ChartGeneration generation) {
    this.printedBare = generation == ChartGeneration.V4;
  }

  static void check(HelmDeployment deployment, InstanceSecrets secrets) {
    SecretRules rules = new SecretRules(deployment.generation());
    rules.all(secrets);
    if (!rules.problems.isEmpty()) {
      throw new InvalidDeploymentException(deployment.name(), rules.problems);
    }
  }

  private void all(InstanceSecrets secrets) {
    if (!USER.matcher(secrets.user()).matches()) {
      problems.add("user: the chart puts it into a URL: only letters, digits, . _ ~ and -");
    }
    String password = String.valueOf(secrets.password().reveal());
    if (password.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
      problems.add("password: it has a space, which the chart turns into a + in CouchDB's URL");
    }
    bare("password", password);
    bare("secret", String.valueOf(secrets.secret().reveal()));
    bare("uuid", secrets.uuid());
    if (printedBare && !BareText.isSafe(secrets.user())) {
      problems.add("user: the 4.x chart prints it without quotes, and YAML takes it otherwise");
    }
  }

  private void bare(String what, String value) {
    if (printedBare && !BareText.isSafe(value)) {
      problems.add(
          what
              + ": the 4.x chart prints it without quotes, and YAML takes it for something else,"
              + " such as a number; choose one of letters and digits that begins with a letter");
    }
  }
}
