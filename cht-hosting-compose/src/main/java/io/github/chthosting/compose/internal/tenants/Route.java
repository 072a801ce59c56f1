package io.github.chthosting.compose.internal.tenants;

import io.github.chthosting.compose.deployment.Tenant;
import io.github.chthosting.plan.PlanRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The destination of a domain.
 *
 * @param domain in lower case
 * @param http port of the tenant on the host
 * @param https port of the tenant on the host
 */
public record Route(String domain, int http, int https) {
  /** A name that a browser can ask for. */
  private static final String NAME = "[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?";

  public Route {
    domain = domain.toLowerCase(Locale.ROOT);
  }

  /**
   * Returns whether nginx can tell it from others: {@code localhost} and addresses carry no SNI.
   */
  public static boolean isName(String domain) {
    return domain.matches(NAME) && domain.contains(".") && !domain.matches("[0-9.]+");
  }

  public static boolean has(Tenant tenant) {
    return isName(tenant.domain());
  }

  /**
   * The routes of tenants that have a name.
   *
   * @throws PlanRefusedException if two have the same
   */
  public static List<Route> of(List<Tenant> tenants) {
    Map<String, List<Tenant>> byDomain =
        tenants.stream()
            .filter(Route::has)
            .collect(
                Collectors.groupingBy(
                    each -> each.domain().toLowerCase(Locale.ROOT),
                    TreeMap::new,
                    Collectors.toList()));
    List<String> reasons = new ArrayList<>();
    byDomain.forEach(
        (domain, all) -> {
          if (all.size() > 1) {
            List<String> names = all.stream().map(Tenant::name).toList();
            reasons.add("domain " + domain + " is that of tenants " + String.join(", ", names));
          }
        });
    if (!reasons.isEmpty()) {
      throw new PlanRefusedException("proxy for tenants", reasons);
    }
    return byDomain.values().stream()
        .map(all -> all.get(0))
        .map(each -> new Route(each.domain(), each.http(), each.https()))
        .collect(Collectors.toCollection(ArrayList::new));
  }
}
