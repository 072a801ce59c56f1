package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.auth.Security;
import io.github.chthosting.testkit.internal.cluster.Node;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.UserContext;
import java.util.List;
import java.util.Set;

/** The rights that each path needs, as chttpd_auth_request has them. */
final class Authorization {
  private static final Set<String> OPEN =
      Set.of("_up", "_uuids", "_session", "_stats", "_active_tasks", "_dbs_info");
  private static final Set<String> METRICS = Set.of("_stats", "_system", "_prometheus");
  private static final Set<String> SYSTEM = Set.of("_users", "_replicator");
  private static final Set<String> ADMIN_PARTS =
      Set.of("_sync_shards", "_purge", "_purged_infos_limit");

  private final Node node;

  Authorization(Node node) {
    this.node = node;
  }

  /** Throws 401 or 403 unless the request's user may send it. */
  void check(Request request) {
    List<String> path = request.path();
    UserContext user = request.user();
    if (path.isEmpty() || path.get(0).equals("favicon.ico")) {
      return;
    }
    String first = path.get(0);
    boolean listing = first.equals("_all_dbs") || first.equals("_dbs_info");
    if (listing) {
      if (node.config().isTrue("chttpd", "admin_only_all_dbs", true)) {
        requireAdmin(user);
      }
    } else if (SYSTEM.contains(first)) {
      checkSystem(request);
    } else if (first.startsWith("_")) {
      checkServer(request);
    } else {
      checkDatabase(request);
    }
  }

  private void checkSystem(Request request) {
    List<String> path = request.path();
    boolean whole = path.size() == 1 && isPutOrDelete(request);
    boolean listing =
        path.size() > 1 && (path.get(1).equals("_all_docs") || path.get(1).equals("_changes"));
    if (whole || listing) {
      requireAdmin(request.user());
    } else {
      requireMember(request);
    }
  }

  private static void checkServer(Request request) {
    List<String> path = request.path();
    String first = path.get(0);
    if (first.equals("_utils") && Methods.of(request).equals("GET")) {
      return;
    }
    if (path.size() == 1 && first.equals("_replicate")) {
      requireUser(request.user());
    } else if (first.equals("_node") && path.size() > 2 && METRICS.contains(path.get(2))) {
      requireMetrics(request.user());
    } else if (path.size() > 1 || !OPEN.contains(first)) {
      requireAdmin(request.user());
    }
  }

  private void checkDatabase(Request request) {
    List<String> path = request.path();
    String part = path.size() > 1 ? path.get(1) : "";
    boolean whole = path.size() == 1 && isPutOrDelete(request);
    if (whole || (path.size() == 2 && ADMIN_PARTS.contains(part))) {
      requireAdmin(request.user());
    } else if (part.equals("_compact") || (path.size() == 2 && part.equals("_view_cleanup"))) {
      requireMember(request);
      Security.requireAdmin(request.user(), node.database(path.get(0)).security());
    } else {
      requireMember(request);
    }
  }

  private static boolean isPutOrDelete(Request request) {
    return request.method().equals("PUT") || request.method().equals("DELETE");
  }

  private void requireMember(Request request) {
    Security.requireMember(request.user(), node.database(request.path().get(0)).security());
  }

  static void requireAdmin(UserContext user) {
    if (!user.isAdmin()) {
      throw new ApiException(401, "unauthorized", "You are not a server admin.");
    }
  }

  private static void requireUser(UserContext user) {
    if (user.name() == null) {
      throw new ApiException(401, "unauthorized", "You are not an authenticated user");
    }
  }

  private static void requireMetrics(UserContext user) {
    if (!user.isAdmin() && !user.roles().contains("_metrics")) {
      throw new ApiException(
          401, "unauthorized", "You are not a server admin or read-only metrics user");
    }
  }
}
