package io.github.chthosting.compose.internal.tls;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.plan.PlanRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The conditions to be met before an authority is asked: each failed try counts against its limits.
 */
public final class AcmeRules {
  private AcmeRules() {}

  public static void require(Instance instance, String domain) {
    List<String> reasons = new ArrayList<>();
    if (domain.isEmpty()) {
      reasons.add("COMMON_NAME is not in .env: write the domain there");
    } else if (!domain.contains(".") || domain.matches("[0-9.]+|.*:.*")) {
      reasons.add(
          domain
              + " is not a domain of the public DNS: authorities issue certificates only for those");
    }
    Optional<ChtVersion> version = instance.version();
    if (version.isPresent() && version.get().isNumbered() && !version.get().isAtLeast(4, 2)) {
      reasons.add("nginx of CHT " + version.get() + " shows no challenge: upgrade to 4.2 or later");
    }
    if (!reasons.isEmpty()) {
      throw new PlanRefusedException("certificate from an authority", reasons);
    }
  }
}
