package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.auth.Authenticator;
import io.github.chthosting.testkit.internal.auth.Identity;
import io.github.chthosting.testkit.internal.auth.Users;
import io.github.chthosting.testkit.internal.cluster.Node;
import io.github.chthosting.testkit.internal.document.DatabaseEndpoints;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Endpoint;
import io.github.chthosting.testkit.internal.http.ForwardedRequest;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import io.github.chthosting.testkit.internal.replication.Replications;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** All that a node answers: authenticates, authorizes, and finds the endpoint. */
public final class NodeEndpoint implements Endpoint {
  private final Authenticator authenticator;
  private final Authorization authorization;
  private final Map<String, Endpoint> routes = new HashMap<>();
  private final Endpoint databases;
  private final SessionEndpoint session;

  public NodeEndpoint(
      Node node, DatabaseEndpoints documents, Replications replications, Clock clock) {
    Users users = new Users(node.config(), new UserDocuments(node)::find);
    authenticator = new Authenticator(node.config(), users, clock);
    authorization = new Authorization(node);
    session = new SessionEndpoint(node.config(), authenticator);
    NodeContext context = new NodeContext(node, authenticator, documents);
    databases = new DatabaseRouter(context);
    routes.put("", new WelcomeEndpoint(context));
    routes.put("_up", new UpEndpoint(node));
    routes.put("_all_dbs", new AllDatabasesEndpoint(node));
    routes.put("_dbs_info", new DatabaseInfosEndpoint(node));
    routes.put("_uuids", new UuidsEndpoint());
    routes.put("_membership", new MembershipEndpoint(node));
    routes.put("_cluster_setup", new ClusterSetupEndpoint(node));
    routes.put("_active_tasks", new ActiveTasksEndpoint(node));
    routes.put("_reshard", new ReshardEndpoint(node));
    routes.put("_scheduler", new SchedulerEndpoint(node.config().version(), replications));
    routes.put("_replicate", new ReplicateEndpoint(node, replications));
    routes.put("_node", new NodePathEndpoint(context));
    routes.put("_utils", new UtilsEndpoint());
  }

  private Identity identify(Request request, Response response) {
    try {
      return authenticator.identify(request);
    } catch (ApiException e) {
      throw LoginPage.instead(e, request, response);
    }
  }

  private void check(Request known, Response response) {
    try {
      authorization.check(known);
    } catch (ApiException e) {
      throw known.user().name() == null ? LoginPage.instead(e, known, response) : e;
    }
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    Identity identity = identify(request, response);
    if (identity.renewedCookie() != null) {
      response.header("Set-Cookie", identity.renewedCookie());
    }
    Request known = ForwardedRequest.as(identity.user(), request);
    check(known, response);
    String first = request.path().isEmpty() ? "" : request.path().get(0);
    if (first.equals("_session")) {
      session.handle(identity, known, response);
    } else {
      routes.getOrDefault(first, databases).handle(known, response);
    }
  }
}
